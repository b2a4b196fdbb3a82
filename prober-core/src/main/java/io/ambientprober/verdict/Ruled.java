package io.ambientprober.verdict;

import java.util.stream.Stream;

/** What formats that list and count see of a path, a pod or a flow. */
public interface Ruled {
    /** Unique among those of its kind in a report. */
    String id();

    /** For people. */
    String name();

    /** The rulings that were made, in the order of the contract. */
    Stream<Ruling<?>> rulings();

    /** How many of its kind it stands for: more than one where they are counted and not listed. */
    default int rows() {
        return 1;
    }

    default boolean has(Verdict verdict) {
        return rulings().anyMatch(ruling -> ruling.verdict() == verdict);
    }
}
