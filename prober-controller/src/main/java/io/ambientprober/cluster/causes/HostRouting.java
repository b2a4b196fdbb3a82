package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.CiliumConfig.Replacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether Cilium's agents route in eBPF, past the host's own stack. They do by themselves unless something needs that stack (cilium/cilium
 * v1.11, v1.13 and v1.18, daemon/cmd/kube_proxy_replacement.go, finishKubeProxyReplacementInit).
 */
final class HostRouting {
    /** Has bpf_redirect_neigh and bpf_redirect_peer (same function). */
    private static final Release KERNEL = new Release(5, 10, 0);

    /** Before it also not with WireGuard, nor with routes for each endpoint. */
    private static final Release WITH_WIREGUARD = new Release(1, 12, 0);

    /** Before it not with IPv6 and routes for each endpoint. */
    private static final Release WITH_ENDPOINT_ROUTES = new Release(1, 14, 0);

    private HostRouting() {}

    static List<Hit> on(ClusterFacts facts) throws MalformedException {
        CiliumConfig config = CiliumConfig.of(facts);
        boolean needsHost = config.flag("enable-host-legacy-routing")
                || config.flag("enable-ipsec")
                || masqueradesByIptables(config)
                || isLacking(config, Release.ofImages(ClusterFacts.listed(facts.ciliumAgents()), "cilium-agent"));
        boolean full = config.replacement() == Replacement.FULL;
        List<String> nodes = new ArrayList<>(facts.scope().nodes());
        List<String> old = Kernels.before(facts, KERNEL);
        nodes.removeAll(old);
        if (!full || needsHost || nodes.isEmpty()) {
            return List.of();
        }
        String summary = "eBPF host routing is on (kube-proxy-replacement is on, "
                + (masqueradesInBpf(config) ? "enable-bpf-masquerade is on" : "nothing is masqueraded")
                + ", enable-host-legacy-routing is not): answers to the kubelet's probes, which go to 169.254.7.127, are lost, and pods in the mesh do not become ready";
        return List.of(old.isEmpty() ? Hit.everywhere(summary) : Hit.onNodes(summary, nodes));
    }

    /** Not where the devices to masquerade at are named, which iptables only can (v1.11 and v1.13, daemon/cmd/daemon.go). */
    private static boolean masqueradesInBpf(CiliumConfig config) throws MalformedException {
        return config.flag("enable-bpf-masquerade")
                && config.text("egress-masquerade-interfaces").isEmpty();
    }

    /** Each family's counts only where the family is on (v1.11, pkg/option/config.go, Populate). */
    private static boolean masqueradesByIptables(CiliumConfig config) throws MalformedException {
        boolean v4 = config.hasIpv4() && config.flag("enable-ipv4-masquerade", true);
        boolean v6 = config.flag("enable-ipv6") && config.flag("enable-ipv6-masquerade", true);
        return (v4 || v6) && !masqueradesInBpf(config);
    }

    /** What older agents could not do together. */
    private static boolean isLacking(CiliumConfig config, Optional<Release> release) throws MalformedException {
        boolean routes = config.flag("enable-endpoint-routes");
        boolean first = release.filter(own -> own.isBefore(WITH_WIREGUARD)).isPresent();
        boolean second =
                release.filter(own -> own.isBefore(WITH_ENDPOINT_ROUTES)).isPresent();
        return first && (routes || config.flag("enable-wireguard")) || second && routes && config.flag("enable-ipv6");
    }
}
