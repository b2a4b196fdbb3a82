package io.ambientprober.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** How commands of the lab end: one line for what went wrong, and the exit code that says whose fault it is. */
final class LabCommand {
    static final int RIGHT = 0;
    static final int WRONG = 1;
    static final int USAGE = 64;
    static final int INTERNAL = 70;

    private LabCommand() {}

    /** @param name of the script */
    static int execute(String name, Callable<Integer> command, Screen screen, String[] args) {
        CommandLine line = new CommandLine(command);
        line.setParameterExceptionHandler((e, parsed) -> {
            line.getErr().println(name + ": " + e.getMessage() + " (see 'scripts/" + name + " --help')");
            return USAGE;
        });
        line.setExecutionExceptionHandler((e, parsedLine, parsed) -> {
            // Stopped by a signal, it fails because its lab is gone.
            if (!screen.isClosed()) {
                screen.close();
                line.getErr().println(name + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            }
            return INTERNAL;
        });
        return line.execute(args);
    }
}
