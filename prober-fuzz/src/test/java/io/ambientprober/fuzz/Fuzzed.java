package io.ambientprober.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What Jazzer calls, by these names; {@code -Dprober.fuzz.target} says where its inputs go. */
public final class Fuzzed {
    /** Of the processor for one input: a busy machine is no finding. */
    private static final long MOST_NANOS = 5_000_000_000L;

    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final Entrance ENTRANCE =
            Target.named(System.getProperty("prober.fuzz.target", "")).entrance();

    private Fuzzed() {}

    /** Loads what is needed, which takes longer than any input may. */
    public static void fuzzerInitialize() throws IOException {
        for (byte[] seed : ENTRANCE.seeds().toList()) {
            ENTRANCE.read(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        long begun = TIMES.getCurrentThreadCpuTime();
        ENTRANCE.read(input);
        long taken = TIMES.getCurrentThreadCpuTime() - begun;
        Require.that(taken < MOST_NANOS, "an input took " + taken + " ns of the processor");
    }
}
