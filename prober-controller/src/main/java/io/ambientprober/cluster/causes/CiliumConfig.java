package io.ambientprober.cluster.causes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What ConfigMap cilium-config says. Keys that are missing have the agent's defaults.
 *
 * @param name of the map, with its namespace
 */
record CiliumConfig(String name, Map<String, String> data) {
    private static final String REPLACEMENT = "kube-proxy-replacement";
    private static final String SOCKET_LB = "bpf-lb-sock";
    private static final String HOST_ONLY = "bpf-lb-sock-hostns-only";

    /** Has bpf_get_netns_cookie for sockets (cilium/cilium v1.11 and v1.13, daemon/cmd/kube_proxy_replacement.go). */
    private static final Release HOST_ONLY_KERNEL = new Release(5, 7, 0);

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
    enum Replacement {
        FULL,
        AS_FAR_AS_THE_KERNEL_CAN,
        BY_SINGLE_KEYS,
        OFF
    }

    static List<Hit> socketLb(ClusterFacts facts) throws MalformedException {
        CiliumConfig config = of(facts);
        String on = config.socketLb();
        if (on.isEmpty()) {
            return List.of();
        }
        String consequence = ": inside connect() a Service's address becomes a pod's, before the mesh can see it";
        if (!config.flag(HOST_ONLY)) {
            return List.of(Hit.everywhere(on + " and " + HOST_ONLY + " is not true" + consequence));
        }
        List<String> old = Kernels.before(facts, HOST_ONLY_KERNEL);
        return old.isEmpty()
                ? List.of()
                : List.of(Hit.onNodes(
                                on + " and " + HOST_ONLY + " takes no effect before kernel 5.7, which " + Hit.named(old)
                                        + " have not" + consequence,
                                old)
                        .remediedBy("upgrade the kernels of these nodes to 5.7 or later"));
    }

    static List<Hit> exclusive(ClusterFacts facts) throws MalformedException {
        return of(facts).flag("cni-exclusive")
                ? List.of(
                        Hit.everywhere(
                                "cni-exclusive is on: Cilium removes istio-cni from the CNI configuration, and pods start without redirection"))
                : List.of();
    }

    static CiliumConfig of(ClusterFacts facts) {
        return facts.ciliumConfig()
                .ifPresent()
                .map(map -> new CiliumConfig(
                        "ConfigMap " + map.getMetadata().getNamespace() + "/"
                                + map.getMetadata().getName(),
                        map.getData() == null ? Map.of() : Map.copyOf(map.getData())))
                .orElse(new CiliumConfig("", Map.of()));
    }

    /** A label of every endpoint; the default is of cilium/cilium v1.11, pkg/defaults/cluster.go. */
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

    /** In lower case, as the agent takes it (cilium/cilium v1.11, pkg/option/config.go, Populate; docs, Policy Enforcement Modes). */
    private String policyMode() throws MalformedException {
        String key = "enable-policy";
        String mode = data.getOrDefault(key, "default").toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "default", "always", "never" -> mode;
            default -> throw new Tree(name, key, mode).isNot("default, always or never");
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

    Replacement replacement() throws MalformedException {
        return switch (data.getOrDefault(REPLACEMENT, "false")) {
            case "strict" -> Replacement.FULL;
            case "probe" -> Replacement.AS_FAR_AS_THE_KERNEL_CAN;
            case "partial" -> Replacement.BY_SINGLE_KEYS;
            case "disabled" -> Replacement.OFF;
            default -> flag(REPLACEMENT) ? Replacement.FULL : Replacement.BY_SINGLE_KEYS;
        };
    }

    /** Empty where it is missing. */
    String text(String key) {
        return data.getOrDefault(key, "");
    }

    boolean flag(String key) throws MalformedException {
        return flag(key, false);
    }

    boolean flag(String key, boolean otherwise) throws MalformedException {
        String value = data.getOrDefault(key, Boolean.toString(otherwise));
        if (TRUE.contains(value)) {
            return true;
        }
        if (FALSE.contains(value)) {
            return false;
        }
        throw new Tree(name, key, value).isNot("true or false");
    }
}
