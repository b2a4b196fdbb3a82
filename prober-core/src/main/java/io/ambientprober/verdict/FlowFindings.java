package io.ambientprober.verdict;

import io.ambientprober.flow.Looks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found about a flow, in words. */
final class FlowFindings {
    private FlowFindings() {}

    static List<String> of(Flow flow, FlowReason reason, List<String> between, List<String> unclear) {
        return switch (reason) {
            case HBONE -> List.of();
            case DECLARED -> List.of(amount(flow) + " past HBONE, as the server declares");
            case UNCLEAR_IDENTITY -> unclear;
            case DROPPED -> flow.gaps();
            case PAST_HBONE -> past(flow, between);
        };
    }

    private static List<String> past(Flow flow, List<String> between) {
        List<String> findings = new ArrayList<>();
        findings.add(amount(flow) + " past HBONE" + looks(flow.looks()));
        findings.addAll(between);
        findings.addAll(flow.gaps());
        return findings;
    }

    private static String amount(Flow flow) {
        return Amount.of(flow.past().connections(), "connection") + " with "
                + Amount.of(flow.past().bytes(), "byte") + " of payload";
    }

    private static String looks(Looks looks) {
        String seen = Stream.of(
                        counted(looks.clear(), "in the clear"),
                        counted(looks.tls(), "TLS of the application"),
                        counted(looks.unknown(), "nothing that could be told"))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
        return seen.isEmpty() ? "" : ": " + seen;
    }

    private static String counted(long count, String words) {
        return count == 0 ? "" : count + " " + words;
    }
}
