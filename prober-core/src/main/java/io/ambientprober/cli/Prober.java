package io.ambientprober.cli;

import io.ambientprober.run.Judgement;

/** The entry point of the command {@code prober}. */
public final class Prober {
    private Prober() {}

    static void main(String[] args) {
        int exitCode = ExitCode.INTERNAL;
        try {
            exitCode = new Cli(Judgement::ofCaptures, Terminal.ofProcess()).run(args);
        } finally {
            // Left to itself the JVM ends with 1 for an exception, which would read as a verdict.
            System.exit(exitCode);
        }
    }
}
