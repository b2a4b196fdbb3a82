package io.ambientprober.cluster.causes;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A selector of Cilium endpoints: labels may carry their source, and the namespace is one of them. */
final class CiliumSelector {
    private static final String NAMESPACE = "io.kubernetes.pod.namespace";
    /** Labels of every endpoint, beside its pod's own (cilium/cilium at 019c1234, pkg/k8s/apis/cilium.io/const.go). */
    private static final String CLUSTER = "io.cilium.k8s.policy.cluster";

    private static final String SERVICE_ACCOUNT = "io.cilium.k8s.policy.serviceaccount";
    private static final String NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels.";

    private CiliumSelector() {}

    /**
     * A policy of a namespace means that namespace where its selector asks for none.
     *
     * @param namespace null for a clusterwide policy
     */
    static Predicate<ProbedPod> of(Tree tree, @Nullable String namespace) throws MalformedException {
        Selector selector = Selector.of(tree).renamed(CiliumSelector::withoutSource);
        boolean own = namespace != null
                && !selector.asksForAnyKeyThat(key -> key.equals(NAMESPACE) || key.startsWith(NAMESPACE_LABELS));
        return canary -> (!own || canary.namespace().equals(namespace)) && selector.matches(labels(canary));
    }

    /** It asks for a namespace unless it names labels of what is not a pod (cilium/cilium at 0457444e, pkg/k8s/apis/cilium.io/utils/utils.go, getEndpointSelector). */
    static boolean meansTheWorld(Tree tree) throws MalformedException {
        Selector selector = Selector.of(tree);
        return selector.asksForAnyKeyThat(key -> key.startsWith("reserved:"))
                && selector.matches(Map.of("reserved:world", ""));
    }

    private static String withoutSource(String key) {
        return key.replaceFirst("^(k8s|any):", "");
    }

    private static Map<String, String> labels(ProbedPod canary) {
        Map<String, String> labels = new HashMap<>(canary.podLabels());
        canary.namespaceLabels().forEach((key, value) -> labels.put(NAMESPACE_LABELS + key, value));
        labels.put(NAMESPACE, canary.namespace());
        labels.put(CLUSTER, canary.cluster());
        labels.put(SERVICE_ACCOUNT, canary.serviceAccount());
        return labels;
    }
}
