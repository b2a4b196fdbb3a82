package io.ambientprober.verdict;

import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LegAccount.Gap;
import io.ambientprober.evidence.LegAccount.Sum;
import io.ambientprober.wire.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An account in words: what was captured for what was delivered, and what stands in the way of it. */
final class AccountFindings {
    /** Gaps named one by one. */
    private static final int MAX_NAMED = 4;

    private AccountFindings() {}

    static Stream<String> of(LegAccount account) {
        List<String> findings = new ArrayList<>();
        findings.add(account.leg() + ": " + sum(account.request()) + ", back " + sum(account.response()));
        for (Direction direction : Direction.values()) {
            Sum sum = account.sum(direction);
            if (sum.nodes().isEmpty()) {
                findings.add(account.leg() + ", " + towards(direction)
                        + ": no connection was captured on the node of the pod that sends");
            } else if (!sum.noticesOneMissing()) {
                findings.add(
                        account.leg() + ", " + towards(direction) + ": the smallest canary has " + sum.smallest()
                                + " bytes, and up to " + sum.others()
                                + " may be anything else: the canary is too small for this many connections, and nobody could tell if one were missing");
            }
            sum.gaps().stream().limit(MAX_NAMED).map(AccountFindings::gap).forEach(findings::add);
            if (sum.gaps().size() > MAX_NAMED) {
                findings.add("and " + Amount.more(sum.gaps().size() - MAX_NAMED, "gap"));
            }
        }
        return findings.stream();
    }

    private static String sum(Sum sum) {
        return sum.captured() + " bytes of TLS application data for " + sum.delivered() + " canary bytes"
                + (sum.nodes().isEmpty() ? "" : " (" + String.join(" and ", sum.nodes()) + ")");
    }

    private static String towards(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> "towards the server";
            case SERVER_TO_CLIENT -> "towards the client";
        };
    }

    private static String gap(Gap gap) {
        return gap.client().withPort(gap.clientPort()) + " > " + gap.server().withPort(gap.serverPort()) + ", "
                + towards(gap.direction()) + ", on " + gap.node() + ": "
                + (gap.bytes() == 0 ? "" : Amount.of(gap.bytes(), "byte") + " ")
                + gap.kind().words();
    }
}
