package io.ambientprober.report.model;

import io.ambientprober.flow.Looks;
import io.ambientprober.flow.Traffic;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.Flow;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FromOutside;
import io.ambientprober.verdict.PodVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of pods and flows in addition to their verdicts, in sentences. */
public final class CheckedWords {
    private CheckedWords() {}

    public static List<String> facts(Checked checked) {
        return switch (checked) {
            case PodVerdict pod -> facts(pod);
            case FlowVerdict flow -> facts(flow.flow());
        };
    }

    private static List<String> facts(PodVerdict pod) {
        List<String> facts = new ArrayList<>();
        facts.add("the mesh says: redirection " + (pod.redirection().isEmpty() ? "not annotated" : pod.redirection())
                + ", " + (pod.protocol() == null ? "nothing of ztunnel" : "ztunnel has it as " + pod.protocol()));
        if (pod.spiffe() != null) {
            facts.add("its certificate is for " + pod.spiffe()
                    + (pod.notAfter() == null ? "" : ", valid to " + pod.notAfter()));
        }
        return facts;
    }

    private static List<String> facts(Flow flow) {
        List<String> facts = new ArrayList<>();
        facts.add("within HBONE: " + amount(flow.hbone()));
        if (!flow.past().isNone()) {
            facts.add("past HBONE: " + amount(flow.past()) + ": " + looks(flow.looks()));
        }
        if (flow.first() != null && flow.last() != null) {
            facts.add("counted from " + flow.first() + " to " + flow.last());
        }
        return facts;
    }

    /** A line for each, with most connections first. */
    public static List<String> outside(List<FromOutside> strictWouldRefuse) {
        return strictWouldRefuse.stream()
                .sorted(Comparator.comparingLong(FromOutside::connections).reversed())
                .map(entry -> entry.client() + " to " + entry.server() + ":" + entry.port() + ": "
                        + counted(entry.connections(), "connection") + ": " + looks(entry.looks()))
                .toList();
    }

    private static String amount(Traffic traffic) {
        return traffic.isNone()
                ? "nothing"
                : counted(traffic.connections(), "connection") + ", " + counted(traffic.packets(), "packet") + ", "
                        + counted(traffic.bytes(), "byte");
    }

    private static String looks(Looks looks) {
        return Stream.of(
                        seen(looks.clear(), "in the clear"),
                        seen(looks.tls(), "in TLS of the application"),
                        seen(looks.unknown(), "that could not be told"))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String seen(long count, String words) {
        return count == 0 ? "" : count + " " + words;
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
