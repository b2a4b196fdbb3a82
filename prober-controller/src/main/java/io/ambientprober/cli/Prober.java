package io.ambientprober.cli;

import io.ambientprober.evidence.Analysis;
import java.util.concurrent.atomic.AtomicBoolean;

/** The entry point of the command {@code prober}. */
public final class Prober {
    private Prober() {}

    static void main(String[] args) {
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endUnless(ended), "end"));
        int exitCode = ExitCode.INTERNAL;
        try {
            exitCode = new Cli(Analysis::ofPlan, Terminal.ofProcess()).run(args);
        } finally {
            ended.set(true);
            // Left to itself the JVM ends with 1 for an exception, which would read as a verdict.
            System.exit(exitCode);
        }
    }

    /** On SIGTERM and SIGINT, where the command does not see to them itself. The JVM's own codes, 143 and 130, are none of ours. */
    private static void endUnless(AtomicBoolean ended) {
        if (!ended.get()) {
            System.err.println("prober: interrupted before there was a verdict");
            Runtime.getRuntime().halt(ExitCode.INTERNAL);
        }
    }
}
