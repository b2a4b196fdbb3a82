package io.ambientprober.cluster;

import io.ambientprober.concurrent.Parallel;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the API server for every right that a run needs before it makes anything: for all of a namespace at once, and for each that this did not
 * show, by itself.
 */
final class CheckRights {
    private final Cluster cluster;
    private final Parallel<SiteException> parallel;

    CheckRights(Cluster cluster, Parallel<SiteException> parallel) {
        this.cluster = cluster;
        this.parallel = parallel;
    }

    /** @throws SiteException that names every right that is missing */
    void call(List<Right> rights) throws SiteException {
        List<Right> missing = missing(rights);
        if (!missing.isEmpty()) {
            throw new SiteException("a right is missing: "
                    + missing.stream().map(Right::toString).collect(Collectors.joining(", "))
                    + "; grant it, see " + ThisRelease.document("rights.md"));
        }
    }

    List<Right> missing(List<Right> rights) throws SiteException {
        Set<Right> shown = shown(rights);
        List<Right> asked =
                rights.stream().filter(right -> !shown.contains(right)).toList();
        List<Boolean> answers = parallel.map(asked, this::has);
        List<Right> missing = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!answers.get(i)) {
                missing.add(asked.get(i));
            }
        }
        return missing;
    }

    /** Those of namespaces in which there is more than one to ask for. */
    private Set<Right> shown(List<Right> rights) throws SiteException {
        Map<String, List<Right>> byNamespace = rights.stream()
                .filter(right -> !right.namespace().isEmpty())
                .collect(Collectors.groupingBy(Right::namespace));
        byNamespace.values().removeIf(some -> some.size() == 1);
        List<List<Right>> shown = parallel.map(List.copyOf(byNamespace.keySet()), namespace -> {
            NamespaceRules rules = NamespaceRules.read(cluster, namespace);
            return Objects.requireNonNull(byNamespace.get(namespace)).stream()
                    .filter(rules::show)
                    .toList();
        });
        return shown.stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    private boolean has(Right right) throws SiteException {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withResourceAttributes(attributes(right))
                .endSpec()
                .build();
        SelfSubjectAccessReview answer = cluster.ask(
                "ask for the right to " + right,
                () -> cluster.client()
                        .authorization()
                        .v1()
                        .selfSubjectAccessReview()
                        .create(review));
        return answer.getStatus() != null
                && Objects.requireNonNullElse(answer.getStatus().getAllowed(), false);
    }

    private static ResourceAttributes attributes(Right right) {
        String[] parts = right.kind().split("/", 2);
        ResourceAttributesBuilder attributes = new ResourceAttributesBuilder()
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(parts[0]);
        if (parts.length > 1) {
            attributes.withSubresource(parts[1]);
        }
        right.object().ifPresent(attributes::withName);
        if (!right.namespace().isEmpty()) {
            attributes.withNamespace(right.namespace());
        }
        return attributes.build();
    }
}
