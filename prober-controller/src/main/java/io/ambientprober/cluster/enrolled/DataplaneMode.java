package io.ambientprober.cluster.enrolled;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the labels of pods and namespaces say about ambient (istio.io/docs/reference/config/labels). */
public final class DataplaneMode {
    public static final String LABEL = "istio.io/dataplane-mode";
    public static final String AMBIENT = "ambient";

    private DataplaneMode() {}

    /** The pod's label wins over its namespace's (istio/istio, cni/pkg/util). */
    public static boolean isAmbient(Map<String, String> podLabels, Map<String, String> namespaceLabels) {
        return isAmbient(podLabels, namespaceLabels.get(LABEL));
    }

    static boolean isAmbient(Map<String, String> podLabels, @Nullable String ofNamespace) {
        String ofPod = podLabels.get(LABEL);
        return AMBIENT.equals(ofPod == null ? ofNamespace : ofPod);
    }
}
