package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CiliumNetworkPolicies and clusterwide ones. */
final class CiliumPolicies {
    /** What stands behind all others in mode always. */
    static final List<PortPolicy> CLOSED = List.of(
            closed(Side.INGRESS, "enable-policy always, which refuses what no policy lets in"),
            closed(Side.EGRESS, "enable-policy always, which refuses what no policy lets out"));

    private CiliumPolicies() {}

    static List<PortPolicy> of(ClusterFacts facts) throws MalformedException {
        List<PortPolicy> policies = new ArrayList<>();
        for (GenericKubernetesResource policy : Stream.concat(
                        ClusterFacts.listed(facts.ciliumPolicies()).stream(),
                        ClusterFacts.listed(facts.ciliumClusterwidePolicies()).stream())
                .toList()) {
            Tree tree = Tree.of(policy);
            String namespace = policy.getMetadata().getNamespace();
            for (Tree rule : rules(tree)) {
                policies.add(side(rule, Tree.name(policy), namespace, Side.INGRESS));
                policies.add(side(rule, Tree.name(policy), namespace, Side.EGRESS));
            }
        }
        return policies;
    }

    private static PortPolicy closed(Side side, String name) {
        return new PortPolicy(name, side, canary -> true, true, connection -> false, connection -> false);
    }

    private static List<Tree> rules(Tree policy) throws MalformedException {
        List<Tree> rules = new ArrayList<>(policy.at("specs").items());
        if (!policy.at("spec").isMissing()) {
            rules.add(policy.at("spec"));
        }
        return rules;
    }

    private static PortPolicy side(Tree rule, String name, @Nullable String namespace, Side side)
            throws MalformedException {
        String key = side == Side.INGRESS ? "ingress" : "egress";
        List<Tree> allow = rule.at(key).items();
        List<Tree> deny = rule.at(key + "Deny").items();
        Boolean isolates = rule.at("enableDefaultDeny").at(key).flag();
        boolean byDefault = !allow.isEmpty() || !deny.isEmpty();
        return new PortPolicy(
                name,
                side,
                selected(rule, namespace),
                Objects.requireNonNullElse(isolates, byDefault),
                connections(allow, new CiliumPeers(namespace, side, true)),
                connections(deny, new CiliumPeers(namespace, side, false)));
    }

    /** Never beyond the policy's own namespace (cilium/cilium at 0457444e, pkg/k8s/apis/cilium.io/utils/utils.go, ParseToCiliumRule). */
    private static Predicate<ProbedPod> selected(Tree rule, @Nullable String namespace) throws MalformedException {
        if (rule.at("endpointSelector").isMissing()) {
            return canary -> false;
        }
        Predicate<ProbedPod> selected = CiliumSelector.of(rule.at("endpointSelector"), namespace);
        return canary -> (namespace == null || namespace.equals(canary.namespace())) && selected.test(canary);
    }

    private static Predicate<PeerPort> connections(List<Tree> rules, CiliumPeers peers) throws MalformedException {
        List<Predicate<PeerPort>> any = new ArrayList<>();
        for (Tree rule : rules) {
            IntPredicate ports = CiliumPorts.of(rule);
            Predicate<Peer> others = peers.of(rule);
            any.add(connection -> ports.test(connection.port()) && others.test(connection.other()));
        }
        return new AnyOf<>(any);
    }
}
