package io.ambientprober.verdict;

import java.util.List;

/** Why policy was judged so, in words. */
final class PolicyFindings {
    private PolicyFindings() {}

    static List<String> of(PolicyReason reason) {
        return switch (reason) {
            case NOT_TRIED -> List.of();
            case NOT_ENFORCED -> List.of("the denied port was reached although a DENY policy names it");
            case NO_IDENTITY ->
                List.of("the port that a principal must open stayed closed: the destination saw no mTLS identity");
            case MASKING ->
                List.of("L4 policy is enforced while the wire is clear: that it holds proves nothing about encryption");
            case ENFORCED -> List.of("the denied port was refused; the identity port was reached");
        };
    }
}
