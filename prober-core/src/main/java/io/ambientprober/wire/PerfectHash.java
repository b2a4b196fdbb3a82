package io.ambientprober.wire;

import java.util.stream.IntStream;

/** A hash under which each of some numbers has a place of its own, so that one comparison finds it: {@code number * multiplier >>> -bits}. */
final class PerfectHash {
    /** The golden ratio's, where the search begins (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
    private static final int FIRST = 0x9E3779B1;

    private PerfectHash() {}

    /**
     * The multiplier, an odd one.
     *
     * @param numbers no two the same
     * @param bits of a place; places are a few times as many as numbers
     */
    static int multiplier(int[] numbers, int bits) {
        return IntStream.iterate(FIRST, candidate -> candidate + 2)
                .filter(candidate -> IntStream.of(numbers)
                                .map(number -> number * candidate >>> -bits)
                                .distinct()
                                .count()
                        == numbers.length)
                .findFirst()
                .orElseThrow();
    }
}
