package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule of a Cilium policy is about. Pods have identities there, so that rules by CIDR or name are not about them; what has none is the
 * world.
 *
 * @param namespace of the policy, null for a clusterwide one
 * @param groups what a rule by a group of CIDRs counts for; these are not read
 */
record CiliumPeers(@Nullable String namespace, Side side, boolean groups) {
    /** A rule that names ports only is about everybody, one that names nothing about nobody. */
    Predicate<Peer> of(Tree rule) throws MalformedException {
        String prefix = side == Side.INGRESS ? "from" : "to";
        boolean namesPeers = rule.fields().keySet().stream()
                .map(String::valueOf)
                .anyMatch(key -> key.startsWith(prefix) && !key.equals("toPorts"));
        if (!namesPeers) {
            boolean namesPorts = !rule.at("toPorts").items().isEmpty();
            return other -> namesPorts;
        }
        List<Predicate<Peer>> any = new ArrayList<>();
        for (Tree selector : rule.at(prefix + "Endpoints").items()) {
            any.add(endpoints(selector));
        }
        for (Tree entity : rule.at(prefix + "Entities").items()) {
            any.add(entity(String.valueOf(entity.text())));
        }
        for (Tree cidr : rule.at(prefix + "CIDR").items()) {
            any.add(addresses(new AddressBlock(Cidr.of(cidr), List.of())));
        }
        for (Tree set : rule.at(prefix + "CIDRSet").items()) {
            any.add(set.at("cidr").isMissing() ? this::mayBeInGroup : addresses(AddressBlock.of(set)));
        }
        return new AnyOf<>(any);
    }

    private Predicate<Peer> endpoints(Tree selector) throws MalformedException {
        Predicate<ProbedPod> pods = CiliumSelector.of(selector, namespace);
        boolean world = CiliumSelector.meansTheWorld(selector);
        return other -> switch (other) {
            case ProbedPod pod -> pods.test(pod);
            case ProbeSource source -> world;
        };
    }

    /** As far as they hold pods or the world (cilium/cilium at 120d7f61, pkg/policy/api/entity.go; newer ones by family, too); the host is neither. */
    private static Predicate<Peer> entity(String entity) {
        return other -> switch (other) {
            case ProbedPod pod -> entity.equals("all") || entity.equals("cluster");
            case ProbeSource source ->
                entity.equals("all")
                        || entity.equals("world")
                        || entity.equals(source.isIpv6() ? "world-ipv6" : "world-ipv4");
        };
    }

    private static Predicate<Peer> addresses(AddressBlock block) {
        return other -> switch (other) {
            case ProbedPod pod -> false;
            case ProbeSource source -> block.contains(source.address());
        };
    }

    private boolean mayBeInGroup(Peer other) {
        return switch (other) {
            case ProbedPod pod -> false;
            case ProbeSource source -> groups;
        };
    }
}
