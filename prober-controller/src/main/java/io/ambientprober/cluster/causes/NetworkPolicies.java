package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import io.ambientprober.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Kubernetes' NetworkPolicies. An ipBlock counts as one that lets pods through: their addresses are not known yet. */
final class NetworkPolicies {
    private NetworkPolicies() {}

    static List<PortPolicy> of(ClusterFacts facts) {
        List<PortPolicy> policies = new ArrayList<>();
        for (NetworkPolicy policy : ClusterFacts.listed(facts.networkPolicies())) {
            if (isFor(policy, Side.INGRESS)) {
                policies.add(policy(policy, Side.INGRESS, NetworkPolicies::ingress));
            }
            if (isFor(policy, Side.EGRESS)) {
                policies.add(policy(policy, Side.EGRESS, NetworkPolicies::egress));
            }
        }
        return policies;
    }

    /** Without policyTypes: always ingress, and egress when there is a rule for it. */
    private static boolean isFor(NetworkPolicy policy, Side side) {
        NetworkPolicySpec spec = policy.getSpec();
        List<String> types = spec.getPolicyTypes();
        return switch (side) {
            case INGRESS -> types.isEmpty() || types.contains("Ingress");
            case EGRESS -> types.isEmpty() ? !spec.getEgress().isEmpty() : types.contains("Egress");
        };
    }

    private interface Rules {
        boolean allow(NetworkPolicySpec spec, String namespace, ProbedPod other);
    }

    private static PortPolicy policy(NetworkPolicy policy, Side side, Rules rules) {
        String namespace = policy.getMetadata().getNamespace();
        Selector pods = Selector.of(policy.getSpec().getPodSelector());
        return new PortPolicy(
                "NetworkPolicy " + namespace + "/" + policy.getMetadata().getName(),
                side,
                canary -> canary.namespace().equals(namespace) && pods.matches(canary.podLabels()),
                true,
                other -> rules.allow(policy.getSpec(), namespace, other),
                other -> false);
    }

    private static boolean ingress(NetworkPolicySpec spec, String namespace, ProbedPod other) {
        return spec.getIngress().stream()
                .anyMatch(rule -> allows(rule.getPorts(), rule.getFrom(), peer(namespace, other)));
    }

    private static boolean egress(NetworkPolicySpec spec, String namespace, ProbedPod other) {
        return spec.getEgress().stream()
                .anyMatch(rule -> allows(rule.getPorts(), rule.getTo(), peer(namespace, other)));
    }

    private static boolean allows(
            List<NetworkPolicyPort> ports, List<NetworkPolicyPeer> peers, Predicate<NetworkPolicyPeer> isOther) {
        return (ports.isEmpty() || ports.stream().anyMatch(NetworkPolicies::isHbone))
                && (peers.isEmpty() || peers.stream().anyMatch(isOther));
    }

    private static Predicate<NetworkPolicyPeer> peer(String namespace, ProbedPod other) {
        return peer -> {
            if (peer.getIpBlock() != null) {
                return true;
            }
            boolean place = peer.getNamespaceSelector() == null
                    ? other.namespace().equals(namespace)
                    : Selector.of(peer.getNamespaceSelector()).matches(other.namespaceLabels());
            return place && Selector.of(peer.getPodSelector()).matches(other.podLabels());
        };
    }

    /** A named port never is: no container declares HBONE's. */
    private static boolean isHbone(NetworkPolicyPort port) {
        boolean tcp = port.getProtocol() == null || port.getProtocol().equals("TCP");
        IntOrString number = port.getPort();
        if (!tcp || number == null) {
            return tcp;
        }
        Integer first = number.getIntVal();
        int last = port.getEndPort() == null || first == null ? -1 : port.getEndPort();
        return first != null && (first == Plan.HBONE_PORT || first <= Plan.HBONE_PORT && Plan.HBONE_PORT <= last);
    }
}
