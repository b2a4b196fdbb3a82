package io.ambientprober.verdict;

import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.TapReading;
import java.util.List;
import java.util.stream.Stream;

/** Why the taps of a path cannot be relied on, in words. */
final class TapFindings {
    private TapFindings() {}

    static List<String> of(PathFacts path) {
        return Stream.concat(
                        path.failingTaps().flatMap(TapFindings::of),
                        path.untappedNodes()
                                .map(node -> "node " + node + " has no tap: what passed there is not known"))
                .toList();
    }

    private static Stream<String> of(TapCheck tap) {
        String name = "tap " + tap.tap().id();
        return Stream.concat(
                tap.flaws().stream().map(flaw -> name + " " + flaw), notes(tap).map(note -> name + ": " + note));
    }

    /** The one who captured may know who was too loud. */
    private static Stream<String> notes(TapCheck tap) {
        TapReading reading = tap.reading();
        return reading == null ? Stream.of() : reading.notes().stream();
    }
}
