package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import io.ambientprober.cluster.causes.ZtunnelPolicy.Action;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether ztunnel refuses what canaries send (istio/ztunnel master of August 2026, src/state.rs, assert_rbac): one DENY that matches is
 * enough; else, where there are ALLOWs, one of them must match.
 */
final class AuthorizationPolicies {
    private final ClusterFacts facts;
    private final List<ZtunnelPolicy> policies;

    private AuthorizationPolicies(ClusterFacts facts) throws MalformedException {
        this.facts = facts;
        this.policies = new ArrayList<>();
        for (GenericKubernetesResource policy : ClusterFacts.listed(facts.authorizationPolicies())) {
            ZtunnelPolicy.of(policy).ifPresent(policies::add);
        }
    }

    /** What one DENY does to the port of canaries: to every connection of clients, or to some. */
    private record Denied(ZtunnelPolicy policy, String which, int port) {}

    static List<Hit> denying(ClusterFacts facts) throws MalformedException {
        AuthorizationPolicies all = new AuthorizationPolicies(facts);
        Map<Denied, Set<String>> namespaces = new LinkedHashMap<>();
        for (Place server : all.servers()) {
            for (ZtunnelPolicy policy : all.of(server, Action.DENY)) {
                List<Truth> truths =
                        all.attempts(server).stream().map(policy::matches).toList();
                if (truths.contains(Truth.YES)) {
                    boolean each = truths.stream().allMatch(Truth.YES::equals);
                    Denied denied = new Denied(policy, each ? "every connection" : "some connections", server.port());
                    namespaces
                            .computeIfAbsent(denied, one -> new LinkedHashSet<>())
                            .add(server.namespace());
                }
            }
        }
        return namespaces.entrySet().stream()
                .map(one -> denied(one.getKey(), List.copyOf(one.getValue())))
                .toList();
    }

    static List<Hit> neverAllowing(ClusterFacts facts) throws MalformedException {
        AuthorizationPolicies all = new AuthorizationPolicies(facts);
        Map<ZtunnelPolicy, Set<String>> namespaces = new LinkedHashMap<>();
        for (Place server : all.servers()) {
            List<ZtunnelPolicy> allows = all.of(server, Action.ALLOW);
            boolean refused = all.attempts(server).stream()
                    .anyMatch(attempt -> allows.stream().allMatch(policy -> policy.matches(attempt) == Truth.NO));
            if (refused) {
                allows.forEach(policy -> namespaces
                        .computeIfAbsent(policy, one -> new LinkedHashSet<>())
                        .add(server.namespace()));
            }
        }
        return namespaces.entrySet().stream()
                .map(one -> notAllowed(one.getKey(), List.copyOf(one.getValue())))
                .toList();
    }

    private List<Place> servers() {
        return facts.scope().places().stream()
                .filter(place -> place.role() == Role.SERVER && Enrolment.inAmbient(facts, place))
                .toList();
    }

    private List<Attempt> attempts(Place server) {
        boolean throughWaypoint = Waypoints.isUsed(facts, server.namespace());
        return facts.scope().places().stream()
                .filter(place -> place.role() == Role.CLIENT)
                .map(client -> new Attempt(client, server, throughWaypoint))
                .toList();
    }

    private List<ZtunnelPolicy> of(Place server, Action action) {
        return policies.stream()
                .filter(policy -> policy.action() == action
                        && policy.isFor(server, facts.scope().rootNamespace()))
                .toList();
    }

    private static Hit denied(Denied denied, List<String> namespaces) {
        ZtunnelPolicy policy = denied.policy();
        String refuses = "its DENY refuses " + denied.which() + " to port " + denied.port() + " of the canaries in "
                + Hit.named(namespaces);
        return policy.http().isEmpty()
                ? hit(policy, refuses, namespaces)
                        .remediedBy("take out of it, by ports and identities, what should get through")
                : hit(policy, "ztunnel leaves out " + http(policy) + ", so that " + refuses, namespaces);
    }

    private static Hit notAllowed(ZtunnelPolicy policy, List<String> namespaces) {
        String consequence = "; what no other ALLOW allows is refused in " + Hit.named(namespaces)
                + " (\"allow policies exist, but none allowed\"). A run with policies brings an ALLOW of its own, which lets its canaries through: that they pass does not say that your pods do";
        Hit hit = hit(policy, lacking(policy) + consequence, namespaces);
        return policy.http().isEmpty()
                ? hit.remediedBy("say by ports and identities what should get through, here or in another ALLOW")
                : hit;
    }

    private static String lacking(ZtunnelPolicy policy) {
        if (policy.http().isEmpty()) {
            return policy.rules().isEmpty()
                    ? "its ALLOW has no rule and never allows"
                    : "its ALLOW has no rule that lets canaries in";
        }
        return "ztunnel leaves out every rule that asks for " + http(policy)
                + (policy.matchesNothing()
                        ? ", so that its ALLOW never allows"
                        : ", and no other rule of its ALLOW lets canaries in");
    }

    private static String http(ZtunnelPolicy policy) {
        return "HTTP (" + String.join(", ", policy.http()) + ")";
    }

    private static Hit hit(ZtunnelPolicy policy, String what, List<String> namespaces) {
        return Hit.inNamespaces(policy.name() + ": " + what, namespaces);
    }
}
