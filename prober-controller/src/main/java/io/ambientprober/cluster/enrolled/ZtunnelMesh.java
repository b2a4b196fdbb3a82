package io.ambientprober.cluster.enrolled;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The meshes whose proxy is ztunnel, by how each is told which pods are its own. */
public enum ZtunnelMesh {
    /** By the labels of namespaces and pods; istio-cni writes into an annotation what it did (istio.io/docs/reference/config). */
    ISTIO("app=ztunnel", DataplaneMode.LABEL, DataplaneMode.LABEL, DataplaneMode.AMBIENT),

    /**
     * By the labels of namespaces alone, and nothing is written into pods. It has no istiod and no AuthorizationPolicies, and its authority
     * is in a Secret or in SPIRE (cilium/cilium 1.20, Documentation/security/network/encryption-ztunnel.rst). The second label is what
     * builds before its release took.
     */
    CILIUM("app=ztunnel-cilium", "io.cilium/mtls-enabled", "mtls-enabled", "true");

    private final String ztunnel;
    private final String label;
    private final String older;
    private final String value;

    ZtunnelMesh(String ztunnel, String label, String older, String value) {
        this.ztunnel = ztunnel;
        this.label = label;
        this.older = older;
        this.value = value;
    }

    /** Selects the pods of its ztunnel, whatever their DaemonSet is called. */
    public String ztunnel() {
        return ztunnel;
    }

    /** What puts a namespace into it. */
    public Map<String, String> ofNamespace() {
        return Map.of(label, value);
    }

    /** Each selects namespaces that are in it. */
    public List<String> namespaceSelectors() {
        return Stream.of(label, older)
                .distinct()
                .map(each -> each + "=" + value)
                .toList();
    }

    /** @param namespace its labels */
    public boolean takes(Map<String, String> namespace) {
        return value.equals(namespace.get(label)) || value.equals(namespace.get(older));
    }

    /** Whether a pod's own annotation says that it was taken. */
    public boolean annotates() {
        return this == ISTIO;
    }

    /** Whether it knows AuthorizationPolicies. */
    public boolean hasPolicies() {
        return this == ISTIO;
    }
}
