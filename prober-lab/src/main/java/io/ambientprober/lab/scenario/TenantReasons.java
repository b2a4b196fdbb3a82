package io.ambientprober.lab.scenario;

import io.ambientprober.report.model.Checks;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FromOutside;
import io.ambientprober.verdict.PodReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the prober must say of the pods that were there before, and of what they send.
 *
 * @param odd pods of which it must say something else than {@code hbone}, by name
 * @param sent of what the first client sends to the server on the other node; null when none of it is a flow
 * @param outside who must be found to send to pods in the mesh from outside of it, in the clear
 */
public record TenantReasons(
        Map<String, PodReason> odd, @Nullable FlowReason sent, Set<String> outside) {
    private static final String OUTSIDER = "legacy/Pod/plain-1";
    private static final String CLIENT = "shop/Pod/client-1";
    private static final String OTHER_CLIENT = "shop/Pod/client-2";

    /** Nothing is wrong with them. */
    static final TenantReasons WELL = of(Map.of(), FlowReason.HBONE);

    public TenantReasons {
        odd = Map.copyOf(odd);
        outside = Set.copyOf(outside);
    }

    static TenantReasons of(Map<String, PodReason> odd, @Nullable FlowReason sent) {
        return new TenantReasons(odd, sent, Set.of(OUTSIDER));
    }

    /** The first client is one more outside of the mesh. */
    static TenantReasons ofClientOutside(PodReason client) {
        return new TenantReasons(Map.of("client-1", client), null, Set.of(OUTSIDER, CLIENT));
    }

    /** The worst that it must say of pods. */
    public PodReason pods() {
        return odd.values().stream().findFirst().orElse(PodReason.HBONE);
    }

    /** The worst that it must say of what they send. */
    public FlowReason flows() {
        return sent == null ? FlowReason.HBONE : sent;
    }

    /** What a report says otherwise, in words; nothing when it is right. */
    List<String> wrongIn(Report report) {
        Checks checks = report.checks();
        return Stream.of(
                        wrong("pods", pods(checks), expectedPods()),
                        wrong("flows", flows(checks), expectedFlows()),
                        wrong("from outside", outside(checks), outside))
                .flatMap(words -> words)
                .toList();
    }

    private static Stream<String> wrong(String what, Object said, Object right) {
        return said.equals(right) ? Stream.of() : Stream.of(what + ": " + said + ", and should be " + right);
    }

    private static Map<String, PodReason> pods(Checks checks) {
        return checks.podVerdicts().stream()
                .collect(Collectors.toMap(
                        pod -> pod.pod().name(), pod -> pod.hbone().reason()));
    }

    private Map<String, PodReason> expectedPods() {
        Map<String, PodReason> reasons = new HashMap<>();
        Stream.of("client-1", "client-2", "server-1", "server-2").forEach(pod -> reasons.put(pod, PodReason.HBONE));
        reasons.putAll(odd);
        return reasons;
    }

    /** In addition to what is said of each client, a connection of before may still be seen within HBONE. */
    private Map<String, FlowReason> flows(Checks checks) {
        Map<String, FlowReason> reasons = new HashMap<>();
        for (FlowVerdict flow : checks.flowVerdicts().list()) {
            reasons.merge(flow.flow().client(), flow.past().reason(), TenantReasons::worse);
        }
        if (sent == null) {
            reasons.remove(CLIENT, FlowReason.HBONE);
        }
        return reasons;
    }

    private static FlowReason worse(FlowReason one, FlowReason other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Map<String, FlowReason> expectedFlows() {
        Map<String, FlowReason> reasons = new HashMap<>(Map.of(OTHER_CLIENT, FlowReason.HBONE));
        if (sent != null) {
            reasons.put(CLIENT, sent);
        }
        return reasons;
    }

    private static Set<String> outside(Checks checks) {
        return checks.flowVerdicts().strictWouldRefuse().stream()
                .filter(entered -> entered.connections() > 0)
                .map(FromOutside::client)
                .collect(Collectors.toSet());
    }
}
