package io.ambientprober.verdict;

import java.util.stream.Stream;

/**
 * A row of a table: of those that hold the first decides.
 *
 * @param <F> what rows are asked of
 */
interface Row<F> {
    boolean holds(F facts);

    /** The first of some rows that holds; the last one always does. */
    static <F, R extends Row<F>> R first(R[] rows, F facts) {
        return Stream.of(rows).filter(row -> row.holds(facts)).findFirst().orElseThrow();
    }
}
