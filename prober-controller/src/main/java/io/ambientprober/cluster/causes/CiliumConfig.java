package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What ConfigMap kube-system/cilium-config says. Keys that are missing have the agent's defaults. */
record CiliumConfig(Map<String, String> data) {
    private static final String MAP = "ConfigMap kube-system/cilium-config";
    private static final String REPLACEMENT = "kube-proxy-replacement";
    private static final String SOCKET_LB = "bpf-lb-sock";

    /** Of {@link #SOCKET_LB}, with the protocols that it is for (cilium/cilium v1.11, pkg/option/config.go). */
    private static final String OLD_SOCKET_LB = "enable-host-reachable-services";

    private static final String OLD_PROTOCOLS = "host-reachable-services-protos";

    /** As Go's strconv.ParseBool reads them, which Cilium does. */
    static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    /**
     * What {@code kube-proxy-replacement} makes of single features, with the words of releases before flags: strict and probe turn them
     * on, partial leaves them to their keys, disabled turns them off (cilium/cilium v1.11, daemon/cmd/kube_proxy_replacement.go,
     * initKubeProxyReplacementOptions).
     */
    private enum Replacement {
        FULL,
        AS_FAR_AS_THE_KERNEL_CAN,
        BY_SINGLE_KEYS,
        OFF
    }

    static List<Hit> socketLb(ClusterFacts facts) throws MalformedException {
        CiliumConfig config = of(facts);
        String on = config.socketLb();
        boolean hostOnly = config.flag("bpf-lb-sock-hostns-only");
        return on.isEmpty() || hostOnly
                ? List.of()
                : List.of(
                        Hit.everywhere(
                                on
                                        + " and bpf-lb-sock-hostns-only is not true: inside connect() a Service's address becomes a pod's, before the mesh can see it"));
    }

    static List<Hit> exclusive(ClusterFacts facts) throws MalformedException {
        return of(facts).flag("cni-exclusive")
                ? List.of(
                        Hit.everywhere(
                                "cni-exclusive is on: Cilium removes istio-cni from the CNI configuration, and pods start without redirection"))
                : List.of();
    }

    /** Agents route in eBPF by themselves unless something needs the host's stack (same file, finishKubeProxyReplacementInit). */
    static List<Hit> hostRouting(ClusterFacts facts) throws MalformedException {
        CiliumConfig config = of(facts);
        boolean masqueradesInBpf = config.flag("enable-bpf-masquerade");
        boolean needsHost = config.flag("enable-host-legacy-routing") || config.flag("enable-ipsec");
        boolean byIptables = config.masquerades() && !masqueradesInBpf;
        boolean full = config.replacement() == Replacement.FULL;
        return full && !needsHost && !byIptables
                ? List.of(
                        Hit.everywhere(
                                "eBPF host routing is on (kube-proxy-replacement is on, "
                                        + (masqueradesInBpf ? "enable-bpf-masquerade is on" : "nothing is masqueraded")
                                        + ", enable-host-legacy-routing is not): answers to the kubelet's probes, which go to 169.254.7.127, are lost, and pods in the mesh do not become ready"))
                : List.of();
    }

    static CiliumConfig of(ClusterFacts facts) {
        return new CiliumConfig(facts.ciliumConfig()
                .ifPresent()
                .map(ConfigMap::getData)
                .map(Map::copyOf)
                .orElse(Map.of()));
    }

    /** A label of every endpoint; the default is of cilium/cilium pkg/defaults. */
    String clusterName() {
        return data.getOrDefault("cluster-name", "default");
    }

    boolean hasIpv4() throws MalformedException {
        return flag("enable-ipv4", true);
    }

    boolean enforcesPolicies() throws MalformedException {
        return !policyMode().equals("never") && !flag("policy-audit-mode");
    }

    boolean readsNetworkPolicies() throws MalformedException {
        return flag("enable-k8s-networkpolicy", true);
    }

    /** Whether pods that no policy selects are closed, too. */
    boolean closesAll() throws MalformedException {
        return policyMode().equals("always");
    }

    /** In lower case, as the agent takes it (cilium/cilium, daemon/cmd/daemon_main.go; docs, Policy Enforcement Modes). */
    private String policyMode() throws MalformedException {
        String key = "enable-policy";
        String mode = data.getOrDefault(key, "default").toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "default", "always", "never" -> mode;
            default -> throw new Tree(MAP, key, mode).isNot("default, always or never");
        };
    }

    /** What turns it on; empty where it is off. */
    private String socketLb() throws MalformedException {
        Replacement replacement = replacement();
        boolean renamed = data.containsKey(SOCKET_LB);
        String key = renamed ? SOCKET_LB : OLD_SOCKET_LB;
        boolean single = flag(key) && (renamed || oldProtocols().contains("tcp"));
        return switch (replacement) {
            case FULL, AS_FAR_AS_THE_KERNEL_CAN -> REPLACEMENT + " is " + data.get(REPLACEMENT);
            case BY_SINGLE_KEYS -> single ? key + " is " + data.get(key) : "";
            case OFF -> "";
        };
    }

    private List<String> oldProtocols() {
        return List.of(data.getOrDefault(OLD_PROTOCOLS, "tcp,udp")
                .toLowerCase(Locale.ROOT)
                .split("[,\\s]+", -1));
    }

    private Replacement replacement() throws MalformedException {
        return switch (data.getOrDefault(REPLACEMENT, "false")) {
            case "strict" -> Replacement.FULL;
            case "probe" -> Replacement.AS_FAR_AS_THE_KERNEL_CAN;
            case "partial" -> Replacement.BY_SINGLE_KEYS;
            case "disabled" -> Replacement.OFF;
            default -> flag(REPLACEMENT) ? Replacement.FULL : Replacement.BY_SINGLE_KEYS;
        };
    }

    /** Each family's counts only where the family is on (pkg/option/config.go, Populate). */
    private boolean masquerades() throws MalformedException {
        boolean v4 = hasIpv4() && flag("enable-ipv4-masquerade", true);
        boolean v6 = flag("enable-ipv6") && flag("enable-ipv6-masquerade", true);
        return v4 || v6;
    }

    private boolean flag(String key) throws MalformedException {
        return flag(key, false);
    }

    private boolean flag(String key, boolean otherwise) throws MalformedException {
        String value = data.getOrDefault(key, Boolean.toString(otherwise));
        if (TRUE.contains(value)) {
            return true;
        }
        if (FALSE.contains(value)) {
            return false;
        }
        throw new Tree(MAP, key, value).isNot("true or false");
    }
}
