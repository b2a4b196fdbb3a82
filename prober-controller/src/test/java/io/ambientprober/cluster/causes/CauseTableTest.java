package io.ambientprober.cluster.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import io.ambientprober.statement.Cause;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in the folder is a cluster; its first line says which causes apply there, in the order of the table. */
class CauseTableTest {
    private static final String EXPECTED = "# causes:";

    static List<Path> clusters() throws IOException {
        try (Stream<Path> files = Files.list(FactsFile.FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void appliesWhereItShould(Path cluster) throws IOException {
        assertThat(CauseTable.of(FactsFile.read(FactsFile.HEALTHY, cluster)))
                .extracting(Cause::id)
                .containsExactlyElementsOf(expected(cluster));
    }

    @Test
    void everyRowAppliesSomewhereAndNotEverywhere() throws IOException {
        Set<String> seen = new TreeSet<>();
        Set<String> missed = new TreeSet<>();
        Set<String> rows =
                new TreeSet<>(CauseTable.ROWS.stream().map(CauseRow::id).toList());
        for (Path cluster : clusters()) {
            List<String> expected = expected(cluster);
            seen.addAll(expected);
            rows.stream().filter(id -> !expected.contains(id)).forEach(missed::add);
        }
        assertThat(seen).containsAll(rows).contains(CauseTable.MALFORMED);
        assertThat(missed).containsAll(rows);
    }

    static IntStream facts() {
        return IntStream.range(1, ClusterFacts.class.getRecordComponents().length);
    }

    @ParameterizedTest
    @MethodSource("facts")
    void whatCannotBeReadIsSaidAndFailsNothing(int index) throws Exception {
        List<Cause> causes = CauseTable.of(with(index, new Fact.Unreadable<>("the thing", "no right to", "grant it")));

        assertThat(causes)
                .filteredOn(cause -> cause.id().equals(CauseTable.UNREADABLE))
                .containsExactly(new Cause(
                        CauseTable.UNREADABLE,
                        "the thing could not be read (no right to): whether it explains a failure is not known",
                        "grant it",
                        "the thing",
                        List.of(),
                        "docs/causes.md#unreadable"));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void whatIsGarbledIsSaidAndFailsNothing(int index) throws Exception {
        assertThat(CauseTable.of(with(index, new Fact.Malformed<>("the thing", "is no YAML"))))
                .filteredOn(cause -> cause.id().equals(CauseTable.MALFORMED))
                .extracting(Cause::summary)
                .containsExactly("the thing: is no YAML; whether it explains a failure is not known");
    }

    @ParameterizedTest
    @MethodSource("facts")
    void whatIsNotThereIsNotMissed(int index) throws Exception {
        assertThat(CauseTable.of(with(index, new Fact.Absent<>())))
                .extracting(Cause::id)
                .isSubsetOf("mtls-permissive");
    }

    @Test
    void saysWhatToChange() {
        assertThat(applying("cilium-kube-proxy-replacement.yaml", "socket-lb"))
                .containsExactly(new Cause(
                        "socket-lb",
                        "kube-proxy-replacement is true and bpf-lb-sock-hostns-only is not true: inside connect() a Service's address becomes a pod's, before the mesh can see it",
                        "set socketLB.hostNamespaceOnly=true (key bpf-lb-sock-hostns-only) and restart the cilium pods",
                        "ConfigMap cilium-config",
                        List.of(
                                "service-lost",
                                "waypoint-bypassed",
                                "plaintext",
                                "plaintext-masked",
                                "plaintext-rejected"),
                        "docs/causes.md#socket-lb"));
    }

    @Test
    void bindsToNodes() {
        assertThat(applying("ztunnel-missing.yaml", "ztunnel")).singleElement().satisfies(cause -> {
            assertThat(cause.summary()).isEqualTo("no ztunnel pod on node-2");
            assertThat(cause.nodes()).containsExactly("node-2");
        });
    }

    @Test
    void bindsToNodesByTheirKernels() {
        assertThat(applying("cilium-host-routing-kernels-mixed.yaml", "cilium-host-routing"))
                .singleElement()
                .satisfies(cause -> assertThat(cause.nodes()).containsExactly("node-2"));
        assertThat(applying("cilium-host-routing-kernels-old.yaml", "socket-lb"))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.summary())
                            .contains("takes no effect before kernel 5.7, which node-1, node-2 have not");
                    assertThat(cause.remedy()).isEqualTo("upgrade the kernels of these nodes to 5.7 or later");
                });
    }

    @Test
    void bindsToNamespaces() {
        assertThat(applying("mtls-permissive-port.yaml", "mtls-permissive"))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.summary())
                            .isEqualTo(
                                    "PeerAuthentication probe-b/port sets PERMISSIVE for probe-b: plaintext is accepted");
                    assertThat(cause.namespaces()).containsExactly("probe-b");
                });
    }

    @Test
    void namesThePolicyAndTheDirection() {
        assertThat(applying("network-policy-deny-all.yaml", "network-policy"))
                .extracting(Cause::summary)
                .containsExactly(
                        "TCP 15008 to canaries in probe-b is not allowed by NetworkPolicy probe-b/deny-all",
                        "TCP 15008 from canaries in probe-b is not allowed by NetworkPolicy probe-b/deny-all");
    }

    @Test
    void namesTheAddressThatProbesComeFrom() {
        assertThat(applying("probes-other-source.yaml", "network-policy-probes"))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.summary())
                            .isEqualTo(
                                    "the kubelet's probes, which come from 169.254.9.9, are not let in to canaries in probe-b by NetworkPolicy probe-b/closed, NetworkPolicy probe-b/probes: they do not become ready");
                    assertThat(cause.remedy()).startsWith("allow ipBlock 169.254.9.9/32 in");
                });
    }

    @Test
    void saysWhatZtunnelMakesOfAPolicy() {
        assertThat(applying("authorization-allow-and-deny.yaml", "ztunnel-deny"))
                .extracting(Cause::summary)
                .containsExactly(
                        "AuthorizationPolicy probe-b/rules: ztunnel leaves out HTTP (methods), so that its DENY refuses every connection to port 8080 of the canaries in probe-b");
        assertThat(applying("authorization-allow-paths-or-other-namespace.yaml", "ztunnel-never-allows"))
                .extracting(Cause::summary)
                .singleElement()
                .asString()
                .startsWith(
                        "AuthorizationPolicy probe-b/rules: ztunnel leaves out every rule that asks for HTTP (paths), and no other rule of its ALLOW lets canaries in; what no other ALLOW allows is refused in probe-b");
    }

    /** Not a cause for each of many namespaces. */
    @Test
    void saysOnceWhatIsTheSameInSeveralNamespaces() {
        Scope ring = new Scope(
                List.of("node-1"),
                Stream.of("probe-a", "probe-b")
                        .flatMap(namespace -> Stream.of(Role.values())
                                .map(role -> new Place(namespace, role, Map.of("app", "any"), 8080, "any")))
                        .toList(),
                Optional.of("istio-system"));
        Path folder = FactsFile.FOLDER;

        assertThat(CauseTable.of(FactsFile.read(
                        ring,
                        FactsFile.HEALTHY,
                        folder.resolve("authorization-allow-nothing-in-root.yaml"),
                        folder.resolve("probes-cilium-endpoints.yaml"))))
                .filteredOn(cause -> !cause.id().startsWith("mtls"))
                .allSatisfy(cause -> assertThat(cause.namespaces()).containsExactly("probe-a", "probe-b"))
                .extracting(Cause::id)
                .containsExactly("network-policy-probes", "ztunnel-never-allows");
    }

    @Test
    void namesTheKeyThatIsGarbled() {
        assertThat(applying("cilium-socket-lb-malformed.yaml", "malformed"))
                .extracting(Cause::summary)
                .containsExactly(
                        "ConfigMap kube-system/cilium-config: bpf-lb-sock is not true or false: ture; not judged: socket-lb");
    }

    private static List<Cause> applying(String cluster, String id) {
        return CauseTable.of(FactsFile.read(FactsFile.HEALTHY, FactsFile.FOLDER.resolve(cluster))).stream()
                .filter(cause -> cause.id().equals(id))
                .toList();
    }

    private static List<String> expected(Path cluster) throws IOException {
        String first = Files.readAllLines(cluster).getFirst();
        assertThat(first).startsWith(EXPECTED);
        return List.of(first.substring(EXPECTED.length()).trim().split(" +", -1));
    }

    /** The healthy cluster, but for one fact. */
    private static ClusterFacts with(int index, Fact<?> fact) throws Exception {
        ClusterFacts healthy = FactsFile.read(FactsFile.HEALTHY);
        RecordComponent[] components = ClusterFacts.class.getRecordComponents();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(component.getAccessor().invoke(healthy));
        }
        values.set(index, fact);
        return ClusterFacts.class
                .getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                .newInstance(values.toArray());
    }
}
