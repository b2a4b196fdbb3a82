package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API server says of all that may be done in a namespace, in one answer. Some authorizers cannot list what they allow, so what it does not
 * show may be allowed all the same (k8s.io/api/authorization/v1, SubjectRulesReviewStatus).
 */
record NamespaceRules(List<ResourceRule> rules) {
    private static final String ALL = "*";

    NamespaceRules {
        rules = List.copyOf(rules);
    }

    /** Without any where there is no answer: each right is asked for then, and that says why. */
    static NamespaceRules read(Cluster cluster, String namespace) {
        SelfSubjectRulesReview review = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace(namespace)
                .endSpec()
                .build();
        try {
            SelfSubjectRulesReview answer = cluster.client()
                    .authorization()
                    .v1()
                    .selfSubjectRulesReview()
                    .create(review);
            return new NamespaceRules(
                    answer.getStatus() == null ? List.of() : answer.getStatus().getResourceRules());
        } catch (KubernetesClientException e) {
            return new NamespaceRules(List.of());
        }
    }

    /** Whether a rule allows it. */
    boolean show(Right right) {
        return rules.stream().anyMatch(rule -> allows(rule, right));
    }

    /** As RBAC compares them (k8s.io/kubernetes, pkg/apis/rbac/v1, evaluation_helpers.go). */
    private static boolean allows(ResourceRule rule, Right right) {
        List<String> names = some(rule.getResourceNames());
        return has(rule.getVerbs(), right.verb())
                && has(rule.getApiGroups(), right.group())
                && (has(rule.getResources(), right.kind()) || hasPart(rule.getResources(), right.kind()))
                && (names.isEmpty() || right.object().filter(names::contains).isPresent());
    }

    private static boolean has(@Nullable List<String> those, String one) {
        return some(those).contains(ALL) || some(those).contains(one);
    }

    /** {@code *}{@code /log} is the log of anything. */
    private static boolean hasPart(@Nullable List<String> resources, String kind) {
        int part = kind.indexOf('/');
        return part >= 0 && some(resources).contains(ALL + kind.substring(part));
    }

    private static List<String> some(@Nullable List<String> those) {
        return those == null ? List.of() : those;
    }
}
