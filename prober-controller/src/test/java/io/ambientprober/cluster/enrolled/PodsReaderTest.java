package io.ambientprober.cluster.enrolled;

import static io.ambientprober.cluster.enrolled.SamplePods.annotated;
import static io.ambientprober.cluster.enrolled.SamplePods.labelled;
import static io.ambientprober.cluster.enrolled.SamplePods.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodsReaderTest {
    private static final String MODE = "istio.io/dataplane-mode";

    private final PodsReader reader =
            new PodsReader(ZtunnelMesh.ISTIO, Set.of("shop"), Map.of("app.kubernetes.io/name", "prober"));
    private final PodsReader outside =
            new PodsReader(ZtunnelMesh.ISTIO, Set.of(), Map.of("app.kubernetes.io/name", "prober"));

    @Test
    void keepsWhatARunNeeds() {
        assertThat(reader.read(SamplePods.enabled("till", "10.1.0.1")))
                .isEqualTo(new SeenPod(
                        "uid of till",
                        new EnrolledPod(
                                new PodName("shop", "till"),
                                "a",
                                "Pod/till",
                                "till",
                                List.of(IpAddress.parse("10.1.0.1")),
                                Instant.parse("2026-11-28T01:00:00Z"),
                                "enabled",
                                false,
                                false,
                                false,
                                false),
                        true,
                        false,
                        false,
                        List.of(IpAddress.parse("192.168.0.1"))));
    }

    /** Label of the namespace, label of the pod, annotation. */
    @ParameterizedTest
    @CsvSource({
        "true, , , true",
        "true, none, , false",
        "true, none, enabled, true",
        "false, ambient, , true",
        "false, , enabled, true",
        "false, , pending, false",
        "false, , , false",
        "true, sidecar, , false",
    })
    void labelsAndAnnotationPutAPodIntoTheMesh(boolean namespace, String label, String redirection, boolean enrolled) {
        PodBuilder pod = running("till", "10.1.0.1");
        pod = label == null ? pod : labelled(pod, MODE, label);
        pod = redirection == null ? pod : annotated(pod, redirection);

        assertThat((namespace ? reader : outside).read(pod.build()).enrolled()).isEqualTo(enrolled);
    }

    /** Cilium's ztunnel mode: the namespace's label alone, whatever labels and annotations of Istio's say. */
    @ParameterizedTest
    @CsvSource({
        "true, till, , true",
        "true, till, none, true",
        "true, my-ztunnel, , false",
        "false, till, ambient, false"
    })
    void ciliumTakesWholeNamespaces(boolean namespace, String name, String label, boolean enrolled) {
        PodsReader ofCilium = new PodsReader(ZtunnelMesh.CILIUM, namespace ? Set.of("shop") : Set.of(), Map.of());
        PodBuilder pod = running(name, "10.1.0.1");

        SeenPod seen = ofCilium.read((label == null ? pod : labelled(pod, MODE, label)).build());

        assertThat(seen.enrolled()).isEqualTo(enrolled);
        assertThat(seen.pod().enabled()).isEqualTo(enrolled);
    }

    @Test
    void aPodOnItsNodesNetworkIsNotInTheMeshAndHasNoAddressOfItsOwn() {
        Pod pod = running("proxy", "192.168.0.1")
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();

        SeenPod seen = reader.read(pod);
        assertThat(seen.enrolled()).isFalse();
        assertThat(seen.pod().ips()).isEmpty();
        assertThat(seen.nodeAddresses()).contains(IpAddress.parse("192.168.0.1"));
    }

    /** Its address may be another's already. */
    @ParameterizedTest
    @CsvSource({"Succeeded", "Failed"})
    void aPodThatHasEndedLeavesAndHasNoAddress(String phase) {
        EnrolledPod pod = reader.read(running("job", "10.1.0.1")
                        .editStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build())
                .pod();

        assertThat(pod.leaving()).isTrue();
        assertThat(pod.ips()).isEmpty();
    }

    @Test
    void aPodThatIsBeingDeletedLeaves() {
        EnrolledPod pod = reader.read(running("till", "10.1.0.1")
                        .editMetadata()
                        .withDeletionTimestamp("2026-11-28T02:00:00Z")
                        .endMetadata()
                        .build())
                .pod();

        assertThat(pod.leaving()).isTrue();
        assertThat(pod.ips()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, client-5d4f, 5d4f, Deployment/client",
        "ReplicaSet, client-5d4f, , ReplicaSet/client-5d4f",
        "ReplicaSet, client-5d4f, 77aa, ReplicaSet/client-5d4f",
        "DaemonSet, logs, , DaemonSet/logs",
        "StatefulSet, db, , StatefulSet/db",
        "Job, nightly-29, , Job/nightly-29",
    })
    void itsWorkloadIsWhatPeopleCallIt(String kind, String owner, String hash, String workload) {
        PodBuilder pod = running("x", "10.1.0.1")
                .editMetadata()
                .addNewOwnerReference()
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata();
        pod = hash == null ? pod : labelled(pod, "pod-template-hash", hash);

        assertThat(reader.read(pod.build()).pod().workload()).isEqualTo(workload);
    }

    @Test
    void aSidecarIsKnownByItsAnnotationOrItsContainer() {
        Pod annotated = running("x", "10.1.0.1")
                .editMetadata()
                .addToAnnotations("sidecar.istio.io/status", "{}")
                .endMetadata()
                .build();
        Pod container = running("x", "10.1.0.1")
                .editSpec()
                .addNewContainer()
                .withName("istio-proxy")
                .endContainer()
                .endSpec()
                .build();
        Pod init = running("x", "10.1.0.1")
                .editSpec()
                .addNewInitContainer()
                .withName("istio-proxy")
                .endInitContainer()
                .endSpec()
                .build();

        assertThat(List.of(annotated, container, init))
                .allSatisfy(pod -> assertThat(reader.read(pod).pod().sidecar()).isTrue());
        assertThat(reader.read(running("x", "10.1.0.1").build()).pod().sidecar())
                .isFalse();
    }

    @Test
    void aPodMayDeclareThatItTakesWhatComesInByItself() {
        String bypass = "ambient.istio.io/bypass-inbound-capture";

        assertThat(reader.read(labelled(running("x", "10.1.0.1"), bypass, "true")
                                .build())
                        .pod()
                        .bypass())
                .isTrue();
        assertThat(reader.read(labelled(running("x", "10.1.0.1"), bypass, "false")
                                .build())
                        .pod()
                        .bypass())
                .isFalse();
    }

    @Test
    void theProbersOwnPodsAreKnownByAllOfTheirLabels() {
        assertThat(reader.read(labelled(running("x", "10.1.0.1"), "app.kubernetes.io/name", "prober")
                                .build())
                        .own())
                .isTrue();
        assertThat(reader.read(running("x", "10.1.0.1").build()).own()).isFalse();
    }

    @Test
    void oddPodsAreRead() {
        Pod bare = new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("bare")
                .withCreationTimestamp("yesterday")
                .endMetadata()
                .build();
        Pod odd = running("odd", "not an address").build();

        assertThat(reader.read(bare).pod().created()).isEqualTo(Instant.EPOCH);
        assertThat(reader.read(bare).pod().node()).isEmpty();
        assertThat(reader.read(odd).pod().ips()).isEmpty();
    }
}
