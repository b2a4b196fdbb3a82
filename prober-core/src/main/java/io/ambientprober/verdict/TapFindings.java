package io.ambientprober.verdict;

import io.ambientprober.evidence.PathEvidence.TapCheck;
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
        return tap.flaws().stream().map(flaw -> "tap " + tap.tap().id() + " " + flaw);
    }
}
