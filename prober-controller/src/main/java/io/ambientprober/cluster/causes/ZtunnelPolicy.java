package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An AuthorizationPolicy as ztunnel gets it (istio/istio master of August 2026, pilot/pkg/serviceregistry/ambient/authorization.go,
 * convertAuthorizationPolicy).
 *
 * @param selector labels of the pods that it is for; empty for all of its namespace, or of the mesh
 * @param rules that reach ztunnel: of an ALLOW, none that asks for HTTP
 * @param http what its rules ask for that ztunnel is not told
 */
record ZtunnelPolicy(
        String name,
        String namespace,
        Optional<Map<String, String>> selector,
        Action action,
        List<ZtunnelRule> rules,
        SortedSet<String> http) {

    enum Action {
        ALLOW,
        DENY
    }

    /** Empty for a waypoint's, for CUSTOM and AUDIT, for a trial, and for a selector of nothing, none of which ztunnel enforces. */
    static Optional<ZtunnelPolicy> of(GenericKubernetesResource policy) throws MalformedException {
        Tree spec = Tree.of(policy).at("spec");
        boolean waypoints = !spec.at("targetRefs").items().isEmpty()
                || !spec.at("targetRef").isMissing();
        Optional<Action> action = action(spec.at("action"));
        Tree selector = spec.at("selector");
        boolean forNobody = !selector.isMissing() && selector.at("matchLabels").isMissing();
        if (waypoints || action.isEmpty() || forNobody || isTrial(policy)) {
            return Optional.empty();
        }
        List<ZtunnelRule> written = new ArrayList<>();
        for (Tree rule : spec.at("rules").items()) {
            written.add(ZtunnelRule.of(rule));
        }
        SortedSet<String> http = new TreeSet<>();
        written.forEach(rule -> http.addAll(rule.http()));
        boolean dropped = action.get() == Action.ALLOW;
        return Optional.of(new ZtunnelPolicy(
                Tree.name(policy),
                policy.getMetadata().getNamespace(),
                selector.isMissing()
                        ? Optional.empty()
                        : Optional.of(selector.at("matchLabels").texts()),
                action.get(),
                written.stream()
                        .filter(rule -> !dropped || rule.http().isEmpty())
                        .toList(),
                http));
    }

    boolean isFor(Place place, Optional<String> rootNamespace) {
        boolean here = namespace.equals(place.namespace())
                || rootNamespace.filter(namespace::equals).isPresent();
        return here
                && selector.map(labels -> place.podLabels().entrySet().containsAll(labels.entrySet()))
                        .orElse(true);
    }

    Truth matches(Attempt attempt) {
        return rules.stream().map(rule -> rule.holds(attempt, namespace)).reduce(Truth.NO, Truth::or);
    }

    boolean matchesNothing() {
        return rules.stream().allMatch(ZtunnelRule::matchesNothing);
    }

    private static Optional<Action> action(Tree field) throws MalformedException {
        String action = field.text();
        return switch (action) {
            case null -> Optional.of(Action.ALLOW);
            case "ALLOW" -> Optional.of(Action.ALLOW);
            case "DENY" -> Optional.of(Action.DENY);
            case "CUSTOM", "AUDIT" -> Optional.empty();
            default -> throw field.isNot("ALLOW, DENY, CUSTOM or AUDIT");
        };
    }

    private static boolean isTrial(GenericKubernetesResource policy) {
        Map<String, String> annotations = policy.getMetadata().getAnnotations();
        return annotations != null && CiliumConfig.TRUE.contains(annotations.getOrDefault("istio.io/dry-run", "false"));
    }
}
