package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import io.ambientprober.cluster.causes.ZtunnelPolicy.Action;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;

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

    static List<Hit> denying(ClusterFacts facts) throws MalformedException {
        AuthorizationPolicies all = new AuthorizationPolicies(facts);
        List<Hit> hits = new ArrayList<>();
        for (Place server : all.servers()) {
            for (ZtunnelPolicy policy : all.of(server, Action.DENY)) {
                List<Truth> truths =
                        all.attempts(server).stream().map(policy::matches).toList();
                if (truths.contains(Truth.YES)) {
                    boolean each = truths.stream().allMatch(Truth.YES::equals);
                    hits.add(denied(policy, server, each ? "every connection" : "some connections"));
                }
            }
        }
        return hits.stream().distinct().toList();
    }

    static List<Hit> neverAllowing(ClusterFacts facts) throws MalformedException {
        AuthorizationPolicies all = new AuthorizationPolicies(facts);
        List<Hit> hits = new ArrayList<>();
        for (Place server : all.servers()) {
            List<ZtunnelPolicy> allows = all.of(server, Action.ALLOW);
            boolean refused = all.attempts(server).stream()
                    .anyMatch(attempt -> allows.stream().allMatch(policy -> policy.matches(attempt) == Truth.NO));
            if (refused) {
                allows.forEach(policy -> hits.add(notAllowed(policy, server)));
            }
        }
        return hits.stream().distinct().toList();
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

    private static Hit denied(ZtunnelPolicy policy, Place server, String which) {
        String refuses =
                "its DENY refuses " + which + " to port " + server.port() + " of the canaries in " + server.namespace();
        return policy.http().isEmpty()
                ? hit(policy, refuses, server)
                        .remediedBy("take out of it, by ports and identities, what should get through")
                : hit(policy, "ztunnel leaves out " + http(policy) + ", so that " + refuses, server);
    }

    private static Hit notAllowed(ZtunnelPolicy policy, Place server) {
        String consequence = "; what no other ALLOW allows is refused in " + server.namespace()
                + " (\"allow policies exist, but none allowed\"). A run with policies brings an ALLOW of its own, which lets its canaries through: that they pass does not say that your pods do";
        if (policy.http().isEmpty()) {
            boolean open = !policy.rules().isEmpty();
            return hit(
                            policy,
                            (open
                                            ? "its ALLOW has no rule that lets canaries in"
                                            : "its ALLOW has no rule and never allows")
                                    + consequence,
                            server)
                    .remediedBy("say by ports and identities what should get through, here or in another ALLOW");
        }
        String left = policy.matchesNothing()
                ? ", so that its ALLOW never allows"
                : ", and no other rule of its ALLOW lets canaries in";
        return hit(policy, "ztunnel leaves out every rule that asks for " + http(policy) + left + consequence, server);
    }

    private static String http(ZtunnelPolicy policy) {
        return "HTTP (" + String.join(", ", policy.http()) + ")";
    }

    private static Hit hit(ZtunnelPolicy policy, String what, Place server) {
        return Hit.inNamespaces(policy.name() + ": " + what, List.of(server.namespace()));
    }
}
