package io.ambientprober.cli;

import io.ambientprober.input.Printable;
import io.ambientprober.run.SiteException;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The end of a command that came to no verdict: one line with what happened and what to do, and an exit code.
 *
 * @param line without the name of the command
 */
record CommandFailure(int exitCode, String line) {
    static CommandFailure of(Throwable thrown) {
        return switch (cause(thrown)) {
            case InputException e ->
                new CommandFailure(ExitCode.USAGE, e.getMessage() + " (nothing was judged; correct it and run again)");
            case ParameterException e -> new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
            case OutputException e -> new CommandFailure(ExitCode.INTERNAL, e.getMessage() + " and run again");
            case SiteException e -> new CommandFailure(ExitCode.INTERNAL, String.valueOf(e.getMessage()));
            case OutOfMemoryError e ->
                new CommandFailure(ExitCode.INTERNAL, "out of memory; run with a larger heap (-Xmx)");
            case Throwable e ->
                new CommandFailure(ExitCode.INTERNAL, "internal error: " + e + "; run again with --stacktrace");
        };
    }

    /** Says what a command that goes on could not write. */
    static void tell(OutputException why, CommandSpec command, Terminal terminal) {
        of(why).print(why, ProberCommand.stackTrace(command), terminal.err());
    }

    /** Prints the line, and the stack trace where it was asked for. */
    int print(Throwable thrown, boolean stackTrace, PrintStream err) {
        if (stackTrace) {
            thrown.printStackTrace(err);
        }
        err.println("prober: " + Printable.of(line));
        err.flush();
        return exitCode;
    }

    /** Workers wrap what stopped them. */
    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapper = thrown instanceof ExecutionException || thrown.getClass() == RuntimeException.class;
        return wrapper && cause != null ? cause(cause) : thrown;
    }
}
