package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Kubernetes' NetworkPolicies. An ipBlock counts as one that lets pods through, as their addresses are not known yet; not so under Cilium,
 * which knows pods by identity and takes no block to mean one (docs.cilium.io, Layer 3 policies, CIDR based).
 */
final class NetworkPolicies {
    private final boolean blocksMeanPods;

    private NetworkPolicies(boolean blocksMeanPods) {
        this.blocksMeanPods = blocksMeanPods;
    }

    private record Rule(List<NetworkPolicyPort> ports, List<NetworkPolicyPeer> peers) {}

    static List<PortPolicy> of(ClusterFacts facts) throws MalformedException {
        NetworkPolicies reading =
                new NetworkPolicies(facts.ciliumConfig().ifPresent().isEmpty());
        List<PortPolicy> policies = new ArrayList<>();
        for (NetworkPolicy policy : ClusterFacts.listed(facts.networkPolicies())) {
            for (Side side : Side.values()) {
                if (isFor(policy, side)) {
                    policies.add(reading.side(policy, side));
                }
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

    private PortPolicy side(NetworkPolicy policy, Side side) throws MalformedException {
        String namespace = policy.getMetadata().getNamespace();
        String name = "NetworkPolicy " + namespace + "/" + policy.getMetadata().getName();
        Selector pods = Selector.of(policy.getSpec().getPodSelector());
        List<Predicate<PeerPort>> allows = new ArrayList<>();
        for (Rule rule : rules(policy.getSpec(), side)) {
            Predicate<Peer> peers = peers(rule.peers(), namespace, name);
            allows.add(connection ->
                    (rule.ports().isEmpty() || rule.ports().stream().anyMatch(port -> isFor(port, connection.port())))
                            && peers.test(connection.other()));
        }
        return new PortPolicy(
                name,
                side,
                canary -> canary.namespace().equals(namespace) && pods.matches(canary.podLabels()),
                true,
                new AnyOf<>(allows),
                connection -> false);
    }

    private static List<Rule> rules(NetworkPolicySpec spec, Side side) {
        return switch (side) {
            case INGRESS ->
                spec.getIngress().stream()
                        .map(rule -> new Rule(rule.getPorts(), rule.getFrom()))
                        .toList();
            case EGRESS ->
                spec.getEgress().stream()
                        .map(rule -> new Rule(rule.getPorts(), rule.getTo()))
                        .toList();
        };
    }

    private Predicate<Peer> peers(List<NetworkPolicyPeer> peers, String namespace, String policy)
            throws MalformedException {
        boolean everybody = peers.isEmpty();
        List<Predicate<Peer>> any = new ArrayList<>(List.of(other -> everybody));
        for (NetworkPolicyPeer peer : peers) {
            any.add(peer.getIpBlock() == null ? pods(peer, namespace) : addresses(peer.getIpBlock(), policy));
        }
        return new AnyOf<>(any);
    }

    private static Predicate<Peer> pods(NetworkPolicyPeer peer, String namespace) {
        return other -> switch (other) {
            case ProbedPod pod -> {
                boolean place = peer.getNamespaceSelector() == null
                        ? pod.namespace().equals(namespace)
                        : Selector.of(peer.getNamespaceSelector()).matches(pod.namespaceLabels());
                yield place && Selector.of(peer.getPodSelector()).matches(pod.podLabels());
            }
            case ProbeSource source -> false;
        };
    }

    private Predicate<Peer> addresses(IPBlock block, String policy) throws MalformedException {
        AddressBlock addresses = AddressBlock.of(
                new Tree(policy, "ipBlock", Map.of("cidr", block.getCidr(), "except", block.getExcept())));
        return other -> switch (other) {
            case ProbedPod pod -> blocksMeanPods;
            case ProbeSource source -> addresses.contains(source.address());
        };
    }

    /** A named port never is: no container of a canary names one. */
    private static boolean isFor(NetworkPolicyPort port, int wanted) {
        boolean tcp = port.getProtocol() == null || port.getProtocol().equals("TCP");
        IntOrString number = port.getPort();
        if (!tcp || number == null) {
            return tcp;
        }
        Integer first = number.getIntVal();
        int last = port.getEndPort() == null || first == null ? -1 : port.getEndPort();
        return first != null && (first == wanted || first <= wanted && wanted <= last);
    }
}
