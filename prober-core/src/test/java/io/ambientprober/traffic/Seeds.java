package io.ambientprober.traffic;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Where randomness comes from: {@code -Dprober.seed} repeats a run, {@code -Dprober.rounds} makes it longer. */
public final class Seeds {
    private static final long SEED = Long.getLong("prober.seed", 20_260_801L);
    private static final int ROUNDS = Integer.getInteger("prober.rounds", 1);

    private Seeds() {}

    public static int rounds(int normal) {
        return normal * ROUNDS;
    }

    /** The same numbers for the same names. */
    public static RandomGenerator random(Object... names) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed(names));
    }

    private static long seed(Object... names) {
        long seed = SEED;
        for (Object name : names) {
            seed = seed * 0x9E3779B97F4A7C15L + name.toString().hashCode();
        }
        return seed;
    }

    /** For the message of a failure. */
    public static String hint() {
        return "-Dprober.seed=" + SEED + " -Dprober.rounds=" + ROUNDS;
    }
}
