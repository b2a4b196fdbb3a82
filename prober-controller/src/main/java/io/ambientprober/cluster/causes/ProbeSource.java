package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/** Where the kubelet's probes of a pod in the mesh come from: istio-cni gives them an address of its own. */
record ProbeSource(InetAddress address) implements Peer {
    /** Unless istio-cni's environment says otherwise (istio/istio, cni/pkg/nodeagent/options.go). */
    static final String IPV4 = "169.254.7.127";

    static final String IPV6 = "fd16:9254:7127:1337:ffff:ffff:ffff:ffff";

    static ProbeSource of(ClusterFacts facts) throws MalformedException {
        boolean six = isIpv6(facts);
        String variable = six ? "HOST_PROBE_SNAT_IPV6" : "HOST_PROBE_SNAT_IP";
        String text = environment(facts, variable).orElse(six ? IPV6 : IPV4);
        return Cidr.parsed(text)
                .map(cidr -> new ProbeSource(cidr.first()))
                .orElseThrow(
                        () -> new Tree("pods with label k8s-app=istio-cni-node", variable, text).isNot("an address"));
    }

    boolean isUsual() {
        return text().equals(IPV4) || text().equals(IPV6);
    }

    boolean isIpv6() {
        return text().contains(":");
    }

    String text() {
        return address.getHostAddress();
    }

    /** The kubelet asks a pod's first address, which is of the same family in all pods. */
    private static boolean isIpv6(ClusterFacts facts) throws MalformedException {
        return ClusterFacts.listed(facts.ztunnel()).stream()
                        .map(pod ->
                                pod.getStatus() == null ? null : pod.getStatus().getPodIP())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(address -> address.contains(":"))
                        .orElse(false)
                || !CiliumConfig.of(facts).hasIpv4();
    }

    private static Optional<String> environment(ClusterFacts facts, String name) {
        return ClusterFacts.listed(facts.istioCni()).stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst();
    }
}
