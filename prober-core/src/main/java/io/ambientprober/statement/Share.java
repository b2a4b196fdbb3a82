package io.ambientprober.statement;

import java.util.List;

/**
 * Of how many of a kind an answer speaks.
 *
 * @param of how many there are
 * @param not those of which it does not
 */
public record Share(int covered, int of, List<Gap> not) {
    public static final Share NONE = new Share(0, 0, List.of());

    public Share {
        not = List.copyOf(not);
    }

    /** How many of those that are not covered have no name here. */
    public int unnamed() {
        return Math.max(0, of - covered - not.size());
    }

    /** @param why in words */
    public record Gap(String name, String why) {}
}
