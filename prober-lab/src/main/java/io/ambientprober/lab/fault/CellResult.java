package io.ambientprober.lab.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run ended that a fault struck.
 *
 * @param said notes of the run, or why there is no verdict
 * @param wrong what must not be, in words
 */
public record CellResult(Cell cell, Ending ending, Duration took, List<String> said, List<String> wrong) {
    public CellResult {
        said = List.copyOf(said);
        wrong = List.copyOf(wrong);
    }

    /**
     * Held against the cell.
     *
     * @param wrong what else must not be
     * @param longest that the run may take
     */
    static CellResult of(
            Cell cell, Ending ending, Duration took, Duration longest, List<String> said, List<String> wrong) {
        List<String> all = new ArrayList<>(wrong);
        if (!cell.endings().contains(ending)) {
            all.add("it ended with " + ending + ", and may with " + cell.endings());
        }
        if (took.compareTo(longest) > 0) {
            all.add("it took " + took.toSeconds() + " s, and may take " + longest.toSeconds() + " s");
        }
        return new CellResult(cell, ending, took, said, all);
    }

    public boolean isRight() {
        return wrong.isEmpty();
    }
}
