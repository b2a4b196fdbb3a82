package io.ambientprober.cluster.causes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.statement.Cause;
import io.ambientprober.traffic.Corpus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters that users reported: the causes that are found there, and no others. */
class FieldCausesTest {
    private static final String MESH = "ambient-prober-mesh";
    private static final Scope SCOPE = new Scope(
            List.of("node-1", "node-2"),
            List.of(place(Role.SERVER, "canary-server"), place(Role.CLIENT, "canary-client")),
            Optional.of("istio-system"));

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final String KEPT_CLEAR = "plaintext,plaintext-masked";
    private static final String BEFORE_THE_MESH =
            "service-lost,waypoint-bypassed,plaintext,plaintext-masked,plaintext-rejected";
    private static final String NO_PROBES = "not-delivered,no-outcome";
    private static final String NO_HBONE = "hbone-refused,not-delivered";

    private static final Expected PERMISSIVE = new Expected(
            "mtls-permissive", "Istio's default sets PERMISSIVE", "then set STRICT, so that plaintext", KEPT_CLEAR);

    /**
     * @param summary how it begins
     * @param remedy words of it
     * @param explains codes of reasons, with commas
     */
    record Expected(String id, String summary, String remedy, String explains) {}

    private static Expected pastWaypoint(String how) {
        return new Expected(
                "waypoint-unresolved",
                "namespace ambient-prober-mesh names waypoint ambient-prober-mesh/waypoint, which takes " + how
                        + ": Services go past it",
                "label it istio.io/waypoint-for=all (or service)",
                "waypoint-bypassed,not-delivered");
    }

    private static Expected hostRouting(String masquerading) {
        return new Expected(
                "cilium-host-routing",
                "eBPF host routing is on (kube-proxy-replacement is on, " + masquerading
                        + ", enable-host-legacy-routing is not)",
                "set bpf.hostLegacyRouting=true (key enable-host-legacy-routing) and restart the cilium pods",
                NO_PROBES);
    }

    private static Expected socketLb(String on) {
        return new Expected(
                "socket-lb",
                on,
                "set socketLB.hostNamespaceOnly=true (key bpf-lb-sock-hostns-only) and restart the cilium pods",
                BEFORE_THE_MESH);
    }

    private static Expected closed(String side, String by) {
        return new Expected(
                "network-policy",
                "TCP 15008 " + side + " canaries in " + MESH + " is not allowed by " + by,
                "allow TCP 15008 between the pods, in both directions, beside the application's own ports, and the kubelet's probes (169.254.7.127/32) in",
                NO_HBONE);
    }

    private static Expected probesKeptOut(String by) {
        return new Expected(
                "network-policy-probes",
                "the kubelet's probes, which come from 169.254.7.127, are not let in to canaries in " + MESH + " by "
                        + by + ": they do not become ready",
                "allow ipBlock 169.254.7.127/32 (IPv6: fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128) in; under Cilium a CiliumClusterwideNetworkPolicy with fromCIDR",
                NO_PROBES);
    }

    private static Expected denied() {
        return new Expected(
                "ztunnel-deny",
                "AuthorizationPolicy " + MESH
                        + "/readers: ztunnel leaves out HTTP (methods), so that its DENY refuses every connection to port 8080 of the canaries in "
                        + MESH,
                "attach it to a waypoint (targetRefs), or say by ports and identities what is meant",
                "not-delivered");
    }

    private static Expected neverAllows(String policy, String why, String remedy) {
        return new Expected(
                "ztunnel-never-allows",
                "AuthorizationPolicy " + policy + ": " + why + "; what no other ALLOW allows is refused in " + MESH
                        + " (\"allow policies exist, but none allowed\"). A run with policies brings an ALLOW of its own, which lets its canaries through",
                remedy,
                "not-delivered");
    }

    private static Expected mtls(String id, String policy, String remedy, String explains) {
        return new Expected(id, "PeerAuthentication " + policy, remedy, explains);
    }

    private static Expected calicoProbes(String release) {
        return new Expected(
                "calico-probes",
                "eBPF data plane of Calico " + release + ": answers to the kubelet's probes, which go to 169.254.7.127",
                "upgrade Calico to v3.28.2, v3.29.0 or later",
                NO_PROBES);
    }

    private static Expected calicoSockets(String setting, String remedy) {
        return new Expected(
                "calico-connect-time-lb", "bpfEnabled is true in Calico " + setting, remedy, BEFORE_THE_MESH);
    }

    /** Case, variant or none, and the causes. */
    static List<Arguments> clusters() {
        String shop = MESH + "/metrics";
        return List.of(
                arguments("waypoint-traffic-types", "", List.of(pastWaypoint("workload traffic only"), PERMISSIVE)),
                arguments(
                        "waypoint-traffic-types",
                        "by-class",
                        List.of(pastWaypoint("workload traffic only"), PERMISSIVE)),
                arguments("waypoint-traffic-types", "none", List.of(pastWaypoint("no traffic"), PERMISSIVE)),
                arguments("waypoint-traffic-types", "all", List.of(PERMISSIVE)),
                arguments("waypoint-traffic-types", "service", List.of(PERMISSIVE)),
                arguments("cilium-host-routing", "", List.of(hostRouting("enable-bpf-masquerade is on"), PERMISSIVE)),
                arguments("cilium-host-routing", "remedied", List.of(PERMISSIVE)),
                arguments(
                        "cilium-host-routing",
                        "no-masquerading",
                        List.of(hostRouting("nothing is masqueraded"), PERMISSIVE)),
                arguments("cilium-host-routing", "iptables-masquerading", List.of(PERMISSIVE)),
                arguments(
                        "kube-proxy-replacement-old-values",
                        "",
                        List.of(socketLb("kube-proxy-replacement is probe"), PERMISSIVE)),
                arguments(
                        "kube-proxy-replacement-old-values",
                        "partial-host-reachable",
                        List.of(socketLb("enable-host-reachable-services is true"), PERMISSIVE)),
                arguments("kube-proxy-replacement-old-values", "disabled-wins", List.of(PERMISSIVE)),
                arguments("kube-proxy-replacement-old-values", "probe-hostns-only", List.of(PERMISSIVE)),
                arguments(
                        "cilium-policy-by-own-labels",
                        "",
                        List.of(closed("to", "CiliumClusterwideNetworkPolicy tenants"), PERMISSIVE)),
                arguments(
                        "cilium-policy-by-own-labels",
                        "by-service-account",
                        List.of(
                                closed("to", "CiliumClusterwideNetworkPolicy tenants"),
                                probesKeptOut("CiliumClusterwideNetworkPolicy tenants"),
                                PERMISSIVE)),
                arguments("cilium-policy-by-own-labels", "allowed-by-cluster-label", List.of(PERMISSIVE)),
                arguments(
                        "enable-policy-always",
                        "",
                        List.of(
                                closed("to", "enable-policy always"),
                                closed("from", "enable-policy always"),
                                probesKeptOut("enable-policy always, which refuses what no policy lets in"),
                                PERMISSIVE)),
                arguments("enable-policy-always", "remedied", List.of(PERMISSIVE)),
                arguments("enable-policy-always", "never", List.of(PERMISSIVE)),
                arguments(
                        "default-deny-drops-probes",
                        "",
                        List.of(probesKeptOut("NetworkPolicy " + MESH + "/default-deny"), PERMISSIVE)),
                arguments("default-deny-drops-probes", "remedied", List.of(PERMISSIVE)),
                arguments("default-deny-drops-probes", "clusterwide-exemption", List.of(PERMISSIVE)),
                arguments(
                        "default-deny-drops-probes",
                        "wrong-block",
                        List.of(probesKeptOut("NetworkPolicy " + MESH + "/default-deny"), PERMISSIVE)),
                arguments(
                        "calico-ebpf-before-3-29",
                        "",
                        List.of(
                                calicoProbes("v3.26.4"),
                                calicoSockets(
                                        "v3.26.4 and bpfConnectTimeLoadBalancingEnabled is not set",
                                        "set bpfConnectTimeLoadBalancingEnabled: false"),
                                PERMISSIVE)),
                arguments("calico-ebpf-before-3-29", "v3-28-1", List.of(calicoProbes("v3.28.1"), PERMISSIVE)),
                arguments("calico-ebpf-before-3-29", "v3-30-2", List.of(PERMISSIVE)),
                arguments(
                        "calico-ebpf-before-3-29",
                        "v3-30-2-old-flag",
                        List.of(
                                calicoSockets(
                                        "v3.30.2 and bpfConnectTimeLoadBalancing is not set (bpfConnectTimeLoadBalancingEnabled is false, which counts before v3.27 only)",
                                        "set bpfConnectTimeLoadBalancing: Disabled and bpfHostNetworkedNATWithoutCTLB: Enabled"),
                                PERMISSIVE)),
                arguments("ztunnel-authorization-l7", "", List.of(denied(), PERMISSIVE)),
                arguments(
                        "ztunnel-authorization-l7",
                        "never-allows",
                        List.of(
                                neverAllows(
                                        MESH + "/readers",
                                        "ztunnel leaves out every rule that asks for HTTP (methods, paths), so that its ALLOW never allows",
                                        "attach it to a waypoint (targetRefs)"),
                                PERMISSIVE)),
                arguments(
                        "ztunnel-authorization-l7",
                        "allow-nothing-in-root",
                        List.of(
                                neverAllows(
                                        "istio-system/allow-nothing",
                                        "its ALLOW has no rule and never allows",
                                        "say by ports and identities what should get through"),
                                PERMISSIVE)),
                arguments("ztunnel-authorization-l7", "at-a-waypoint", List.of(PERMISSIVE)),
                arguments("ztunnel-authorization-l7", "deny-without-effect", List.of(PERMISSIVE)),
                arguments(
                        "peer-authentication-port-disable",
                        "",
                        List.of(mtls(
                                "mtls-strict",
                                "istio-system/default sets STRICT for " + MESH,
                                "bring the client back",
                                "plaintext-rejected"))),
                arguments(
                        "peer-authentication-port-disable",
                        "permissive-port",
                        List.of(mtls("mtls-permissive", shop, "then set STRICT", KEPT_CLEAR))),
                arguments(
                        "peer-authentication-port-disable",
                        "explicit-mode",
                        List.of(mtls("mtls-permissive", shop, "then set STRICT", KEPT_CLEAR))));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void areExplained(String set, String variant, List<Expected> causes) {
        assertThat(found(set, variant)).hasSameSizeAs(causes).zipSatisfy(causes, (cause, expected) -> {
            assertThat(cause.id()).isEqualTo(expected.id());
            assertThat(cause.summary()).startsWith(expected.summary());
            assertThat(cause.remedy()).contains(expected.remedy());
            assertThat(String.join(",", cause.explains())).isEqualTo(expected.explains());
        });
    }

    /** Case, and what a run that ends before it judges says of it. */
    static List<Arguments> abortedRuns() {
        return List.of(
                arguments(
                        "cilium-host-routing",
                        "may explain it: cilium-host-routing: eBPF host routing is on .*; set bpf.hostLegacyRouting=true .*"),
                arguments(
                        "enable-policy-always",
                        "may explain it: network-policy-probes: the kubelet's probes, .*; allow ipBlock 169.254.7.127/32 .*"),
                arguments(
                        "default-deny-drops-probes",
                        "may explain it: network-policy-probes: the kubelet's probes, .* by NetworkPolicy ambient-prober-mesh/default-deny: .*; allow ipBlock 169.254.7.127/32 .*"),
                arguments(
                        "calico-ebpf-before-3-29",
                        "may explain it: calico-probes: eBPF data plane of Calico v3.26.4: .*; upgrade Calico to v3.28.2, .*"));
    }

    @ParameterizedTest
    @MethodSource("abortedRuns")
    void areNamedWhereARunEnds(String set, String line) {
        assertThat(LikelyCauses.ofAborted(found(set, "")))
                .singleElement()
                .satisfies(cause -> assertThat(LikelyCauses.line(cause)).matches(line));
    }

    /** The reader finds in an API server what the files hold. */
    @ParameterizedTest
    @MethodSource("clusters")
    void areReadOffAnApiServer(String set, String variant, List<Expected> causes) throws IOException {
        try (ServedCluster cluster = new ServedCluster(FactsFile.objects(files(set, variant)));
                KubernetesClient client = cluster.client()) {
            assertThat(Causes.survey(client, SCOPE, LONG))
                    .isEqualTo(found(set, variant))
                    .hasSameSizeAs(causes);
        }
    }

    private static List<Cause> found(String set, String variant) {
        return CauseTable.of(FactsFile.read(SCOPE, files(set, variant)));
    }

    private static Path[] files(String set, String variant) {
        Path folder = Corpus.cases("field", set);
        Path objects = folder.resolve("objects.yaml");
        return variant.isEmpty() ? new Path[] {objects} : new Path[] {objects, folder.resolve(variant + ".yaml")};
    }

    private static Place place(Role role, String component) {
        return new Place(
                MESH,
                role,
                Map.of("app.kubernetes.io/name", "ambient-prober", "app.kubernetes.io/component", component),
                8080,
                "ap-4f2a-" + component);
    }
}
