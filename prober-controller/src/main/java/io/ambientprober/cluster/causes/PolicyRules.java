package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import io.ambientprober.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether policies of the network let HBONE through between the canaries. Kubernetes' and Cilium's add up, as Cilium takes them. */
final class PolicyRules {
    private final List<PortPolicy> policies;
    private final List<ProbedPod> canaries;

    private PolicyRules(List<PortPolicy> policies, List<ProbedPod> canaries) {
        this.policies = policies;
        this.canaries = canaries;
    }

    static List<Hit> blockHbone(ClusterFacts facts) throws MalformedException {
        return new PolicyRules(policies(facts), ProbedPod.of(facts)).hits();
    }

    static List<PortPolicy> policies(ClusterFacts facts) throws MalformedException {
        CiliumConfig cilium = CiliumConfig.of(facts);
        if (!cilium.enforcesPolicies()) {
            return List.of();
        }
        List<PortPolicy> policies =
                new ArrayList<>(cilium.readsNetworkPolicies() ? NetworkPolicies.of(facts) : List.of());
        policies.addAll(CiliumPolicies.of(facts));
        if (cilium.closesAll()) {
            policies.addAll(CiliumPolicies.CLOSED);
        }
        return policies;
    }

    /** Those that keep what the first place sends from the second. */
    static List<PortPolicy> egress(ClusterFacts facts) throws MalformedException {
        List<ProbedPod> pods = ProbedPod.of(facts);
        return blocking(selecting(policies(facts), pods.getFirst(), Side.EGRESS), hbone(pods.getLast()));
    }

    static List<PortPolicy> selecting(List<PortPolicy> policies, ProbedPod canary, Side side) {
        return policies.stream()
                .filter(policy -> policy.side() == side && policy.selects().test(canary))
                .toList();
    }

    /** Which of them refuse it. */
    static List<PortPolicy> blocking(List<PortPolicy> selecting, PeerPort connection) {
        List<PortPolicy> denying = selecting.stream()
                .filter(policy -> policy.denies().test(connection))
                .toList();
        boolean allowed = selecting.stream().anyMatch(policy -> policy.allows().test(connection));
        return !denying.isEmpty() || allowed
                ? denying
                : selecting.stream().filter(PortPolicy::isolates).toList();
    }

    static String names(List<PortPolicy> policies) {
        return policies.stream().map(PortPolicy::name).distinct().collect(Collectors.joining(", "));
    }

    private List<Hit> hits() {
        Map<String, Hit> byNamespace = new LinkedHashMap<>();
        for (ProbedPod canary : canaries) {
            for (Side side : Side.values()) {
                List<PortPolicy> blocking = blocking(canary, side);
                if (!blocking.isEmpty()) {
                    Hit hit = hit(canary, side, blocking);
                    byNamespace.putIfAbsent(hit.summary(), hit);
                }
            }
        }
        return List.copyOf(byNamespace.values());
    }

    /** What stands between a canary and at least one other. */
    private List<PortPolicy> blocking(ProbedPod canary, Side side) {
        List<PortPolicy> selecting = selecting(policies, canary, side);
        return canaries.stream()
                .map(other -> blocking(selecting, hbone(other)))
                .filter(blocking -> !blocking.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static PeerPort hbone(ProbedPod other) {
        return new PeerPort(other, Plan.HBONE_PORT);
    }

    private static Hit hit(ProbedPod canary, Side side, List<PortPolicy> blocking) {
        return Hit.inNamespaces(
                "TCP " + Plan.HBONE_PORT + " " + side.preposition() + " canaries in " + canary.namespace()
                        + " is not allowed by " + names(blocking),
                List.of(canary.namespace()));
    }
}
