package io.ambientprober.agent.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Numbers of the command line. */
public final class Ranges {
    private Ranges() {}

    /** Ends the command as wrong usage when a number is out of its range. */
    public static void require(CommandSpec spec, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(spec.commandLine(), option + ": " + least + " to " + most + ", not " + value);
        }
    }
}
