package io.ambientprober.cluster.causes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.statement.Cause;
import io.ambientprober.traffic.Corpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clusters that users reported: the causes that are found there, and no others. */
class FieldCausesTest {
    private static final String MESH = "ambient-prober-mesh";
    private static final Scope SCOPE = new Scope(
            List.of("node-1", "node-2"), List.of(place("canary-server"), place("canary-client")), "istio-system");
    private static final String PERMISSIVE = "mtls-permissive: Istio's default sets PERMISSIVE";

    private static Place place(String component) {
        return new Place(
                MESH,
                Map.of("app.kubernetes.io/name", "ambient-prober", "app.kubernetes.io/component", component),
                8080,
                "ap-4f2a-" + component);
    }

    /** Case, variant or none, and the beginning of each cause. */
    static List<Arguments> clusters() {
        String routing = "cilium-host-routing: eBPF host routing is on (kube-proxy-replacement is on, ";
        String past =
                "waypoint-unresolved: namespace ambient-prober-mesh names waypoint ambient-prober-mesh/waypoint, which takes ";
        return List.of(
                arguments(
                        "waypoint-traffic-types",
                        "",
                        List.of(past + "workload traffic only: Services go past it", PERMISSIVE)),
                arguments(
                        "waypoint-traffic-types",
                        "by-class",
                        List.of(past + "workload traffic only: Services go past it", PERMISSIVE)),
                arguments(
                        "waypoint-traffic-types",
                        "none",
                        List.of(past + "no traffic: Services go past it", PERMISSIVE)),
                arguments("waypoint-traffic-types", "all", List.of(PERMISSIVE)),
                arguments("waypoint-traffic-types", "service", List.of(PERMISSIVE)),
                arguments(
                        "cilium-host-routing",
                        "",
                        List.of(
                                routing + "enable-bpf-masquerade is on, enable-host-legacy-routing is not)",
                                PERMISSIVE)),
                arguments("cilium-host-routing", "remedied", List.of(PERMISSIVE)),
                arguments(
                        "cilium-host-routing",
                        "no-masquerading",
                        List.of(routing + "nothing is masqueraded", PERMISSIVE)),
                arguments("cilium-host-routing", "iptables-masquerading", List.of(PERMISSIVE)),
                arguments(
                        "kube-proxy-replacement-old-values",
                        "",
                        List.of("socket-lb: kube-proxy-replacement is probe", PERMISSIVE)),
                arguments(
                        "kube-proxy-replacement-old-values",
                        "partial-host-reachable",
                        List.of("socket-lb: enable-host-reachable-services is true", PERMISSIVE)),
                arguments("kube-proxy-replacement-old-values", "disabled-wins", List.of(PERMISSIVE)),
                arguments("kube-proxy-replacement-old-values", "probe-hostns-only", List.of(PERMISSIVE)),
                arguments(
                        "cilium-policy-by-own-labels",
                        "",
                        List.of(
                                "network-policy: TCP 15008 to canaries in " + MESH
                                        + " is not allowed by CiliumClusterwideNetworkPolicy tenants",
                                PERMISSIVE)),
                arguments(
                        "cilium-policy-by-own-labels",
                        "by-service-account",
                        List.of("network-policy: TCP 15008 to canaries in " + MESH, PERMISSIVE)),
                arguments("cilium-policy-by-own-labels", "allowed-by-cluster-label", List.of(PERMISSIVE)),
                arguments(
                        "enable-policy-always",
                        "",
                        List.of(
                                "network-policy: TCP 15008 to canaries in " + MESH
                                        + " is not allowed by enable-policy always: what no policy lets in is refused, the kubelet's probes (169.254.7.127) too",
                                "network-policy: TCP 15008 from canaries in " + MESH
                                        + " is not allowed by enable-policy always",
                                PERMISSIVE)),
                arguments("enable-policy-always", "remedied", List.of(PERMISSIVE)),
                arguments("enable-policy-always", "never", List.of(PERMISSIVE)),
                arguments(
                        "peer-authentication-port-disable",
                        "",
                        List.of("mtls-strict: PeerAuthentication istio-system/default sets STRICT for " + MESH)),
                arguments(
                        "peer-authentication-port-disable",
                        "permissive-port",
                        List.of("mtls-permissive: PeerAuthentication " + MESH + "/metrics")),
                arguments(
                        "peer-authentication-port-disable",
                        "explicit-mode",
                        List.of("mtls-permissive: PeerAuthentication " + MESH + "/metrics")));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void areExplained(String set, String variant, List<String> causes) {
        Path folder = Corpus.folder("").resolveSibling("cases").resolve("field").resolve(set);
        Assumptions.assumeTrue(Files.isDirectory(folder), "no clusters from the field in " + folder);
        Path objects = folder.resolve("objects.yaml");

        List<Cause> found = CauseTable.of(
                variant.isEmpty()
                        ? FactsFile.read(SCOPE, objects)
                        : FactsFile.read(SCOPE, objects, folder.resolve(variant + ".yaml")));

        assertThat(found)
                .hasSameSizeAs(causes)
                .zipSatisfy(
                        causes,
                        (cause, beginning) ->
                                assertThat(cause.id() + ": " + cause.summary()).startsWith(beginning));
    }
}
