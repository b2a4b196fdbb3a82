package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import io.ambientprober.plan.Plan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CiliumNetworkPolicies and clusterwide ones. Pods have identities there, so that rules by CIDR or name are not about them. */
final class CiliumPolicies {
    /** What stands behind all others in mode always. */
    static final List<PortPolicy> CLOSED = List.of(
            closed(
                    Side.INGRESS,
                    "enable-policy always: what no policy lets in is refused, the kubelet's probes (169.254.7.127) too"),
            closed(Side.EGRESS, "enable-policy always: what no policy lets out is refused"));

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
        return new PortPolicy(name, side, canary -> true, true, other -> false, other -> false);
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
                others(allow, namespace, side),
                others(deny, namespace, side));
    }

    private static Predicate<ProbedPod> selected(Tree rule, @Nullable String namespace) throws MalformedException {
        return rule.at("endpointSelector").isMissing()
                ? canary -> false
                : CiliumSelector.of(rule.at("endpointSelector"), namespace);
    }

    private static Predicate<ProbedPod> others(List<Tree> rules, @Nullable String namespace, Side side)
            throws MalformedException {
        Predicate<ProbedPod> others = canary -> false;
        for (Tree rule : rules) {
            if (isAboutHbone(rule.at("toPorts"))) {
                others = others.or(others(rule, namespace, side == Side.INGRESS ? "from" : "to"));
            }
        }
        return others;
    }

    /** A rule that names ports only is about everybody, one that names nothing about nobody. */
    private static Predicate<ProbedPod> others(Tree rule, @Nullable String namespace, String prefix)
            throws MalformedException {
        boolean namesPeers = rule.fields().keySet().stream()
                .map(String::valueOf)
                .anyMatch(key -> key.startsWith(prefix) && !key.equals("toPorts"));
        if (!namesPeers) {
            boolean namesPorts = !rule.at("toPorts").items().isEmpty();
            return canary -> namesPorts;
        }
        Predicate<ProbedPod> others = canary -> false;
        for (Tree selector : rule.at(prefix + "Endpoints").items()) {
            others = others.or(CiliumSelector.of(selector, namespace));
        }
        for (Tree entity : rule.at(prefix + "Entities").items()) {
            boolean everyPod = List.of("all", "cluster").contains(String.valueOf(entity.text()));
            others = others.or(canary -> everyPod);
        }
        return others;
    }

    private static boolean isAboutHbone(Tree toPorts) throws MalformedException {
        boolean any = toPorts.items().isEmpty();
        for (Tree rule : toPorts.items()) {
            List<Tree> ports = rule.at("ports").items();
            any |= ports.isEmpty();
            for (Tree port : ports) {
                any |= isHbone(port);
            }
        }
        return any;
    }

    private static boolean isHbone(Tree port) throws MalformedException {
        String protocol = port.at("protocol").text();
        String number = port.at("port").text();
        Object last = port.at("endPort").value();
        boolean tcp = protocol == null || protocol.equals("TCP") || protocol.equals("ANY");
        if (!tcp || number == null || number.equals("0")) {
            return tcp;
        }
        if (!number.matches("[0-9]{1,5}")) {
            return false;
        }
        int first = Integer.parseInt(number);
        return first == Plan.HBONE_PORT
                || last instanceof Integer end && first <= Plan.HBONE_PORT && Plan.HBONE_PORT <= end;
    }
}
