package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What ConfigMap kube-system/cilium-config says. Keys that are missing have the agent's defaults, all of them false. */
record CiliumConfig(Map<String, String> data) {
    /** As Go's strconv.ParseBool reads them, which Cilium does. */
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    /** Of releases that took words where later ones take a flag: strict was full replacement, the others were less. */
    private static final Set<String> OLD_FALSE = Set.of("disabled", "partial", "probe");

    static List<Hit> socketLb(ClusterFacts facts) throws MalformedException {
        CiliumConfig config = of(facts);
        boolean forced = config.replacesKubeProxy();
        return (forced || config.flag("bpf-lb-sock")) && !config.flag("bpf-lb-sock-hostns-only")
                ? List.of(
                        Hit.everywhere(
                                (forced ? "kube-proxy-replacement" : "bpf-lb-sock")
                                        + " is on and bpf-lb-sock-hostns-only is not: inside connect() a Service's address becomes a pod's, before the mesh can see it"))
                : List.of();
    }

    static List<Hit> exclusive(ClusterFacts facts) throws MalformedException {
        return of(facts).flag("cni-exclusive")
                ? List.of(
                        Hit.everywhere(
                                "cni-exclusive is on: Cilium removes istio-cni from the CNI configuration, and pods start without redirection"))
                : List.of();
    }

    static List<Hit> masquerade(ClusterFacts facts) throws MalformedException {
        return of(facts).flag("enable-bpf-masquerade")
                ? List.of(
                        Hit.everywhere(
                                "enable-bpf-masquerade is on: the kubelet's probes of pods in the mesh, which come from a link-local address, get no answer"))
                : List.of();
    }

    static CiliumConfig of(ClusterFacts facts) {
        return new CiliumConfig(facts.ciliumConfig()
                .ifPresent()
                .map(ConfigMap::getData)
                .map(Map::copyOf)
                .orElse(Map.of()));
    }

    private boolean replacesKubeProxy() throws MalformedException {
        String value = data.getOrDefault("kube-proxy-replacement", "false");
        return value.equals("strict") || !OLD_FALSE.contains(value) && flag("kube-proxy-replacement");
    }

    private boolean flag(String key) throws MalformedException {
        String value = data.getOrDefault(key, "false");
        if (TRUE.contains(value)) {
            return true;
        }
        if (FALSE.contains(value)) {
            return false;
        }
        throw new Tree("ConfigMap kube-system/cilium-config", key, value).isNot("true or false");
    }
}
