package io.ambientprober.cluster.enrolled;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshView;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads of pods what is kept of them.
 *
 * @param mesh that is probed
 * @param ambient namespaces whose label puts their pods into it
 * @param own labels that the prober's pods have
 */
record PodsReader(ZtunnelMesh mesh, Set<String> ambient, Map<String, String> own) {
    /** Written by Istio's injector, and the container that it injects (istio.io/docs/reference/config/annotations). */
    private static final String SIDECAR_STATUS = "sidecar.istio.io/status";

    private static final String SIDECAR = "istio-proxy";

    /** On a pod that takes what comes in by itself (istio/istio, cni/pkg/iptables). */
    private static final String BYPASS = "ambient.istio.io/bypass-inbound-capture";

    private static final String CILIUMS_OWN = "ztunnel";

    /** Of the pods of a ReplicaSet, whose name ends in it (k8s.io/api/apps/v1). */
    private static final String TEMPLATE_HASH = "pod-template-hash";

    SeenPod read(Pod pod) {
        ObjectMeta metadata = pod.getMetadata();
        PodSpec spec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
        PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        Map<String, String> labels = entries(metadata.getLabels());
        String redirection = entries(metadata.getAnnotations()).getOrDefault(MeshView.ANNOTATION, "");
        boolean ended = "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
        boolean onNode = Objects.requireNonNullElse(spec.getHostNetwork(), false);
        List<IpAddress> addresses = addresses(status);
        // Words that many pods have in common are kept once.
        EnrolledPod kept = new EnrolledPod(
                new PodName(metadata.getNamespace().intern(), metadata.getName()),
                text(spec.getNodeName(), "").intern(),
                workload(metadata, labels).intern(),
                text(spec.getServiceAccountName(), "default").intern(),
                onNode || ended ? List.of() : addresses,
                time(metadata.getCreationTimestamp()),
                redirection.intern(),
                sidecar(metadata, spec),
                ended || metadata.getDeletionTimestamp() != null,
                declares(labels, BYPASS) || declares(entries(metadata.getAnnotations()), BYPASS),
                takenByNamespace(metadata));
        boolean enrolled = kept.enabled() || mesh.annotates() && isAmbient(metadata.getNamespace(), labels);
        return new SeenPod(
                text(metadata.getUid(), kept.pod().toString()),
                kept,
                enrolled && !onNode,
                labels.entrySet().containsAll(own.entrySet()),
                ended,
                onNode
                        ? Stream.concat(hosts(status), addresses.stream()).toList()
                        : hosts(status).toList());
    }

    private boolean isAmbient(String namespace, Map<String, String> labels) {
        return DataplaneMode.isAmbient(labels, ambient.contains(namespace) ? DataplaneMode.AMBIENT : null);
    }

    /** Cilium leaves out pods with its proxy's name in theirs (cilium/cilium 1.20, pkg/ztunnel/reconciler). */
    private boolean takenByNamespace(ObjectMeta metadata) {
        return !mesh.annotates()
                && ambient.contains(metadata.getNamespace())
                && !metadata.getName().contains(CILIUMS_OWN);
    }

    private static String workload(ObjectMeta metadata, Map<String, String> labels) {
        OwnerReference owner = metadata.getOwnerReferences() == null
                ? null
                : metadata.getOwnerReferences().stream()
                        .filter(each -> Objects.requireNonNullElse(each.getController(), false))
                        .findFirst()
                        .orElse(null);
        if (owner == null) {
            return "Pod/" + metadata.getName();
        }
        String suffix = "-" + labels.get(TEMPLATE_HASH);
        boolean ofDeployment =
                owner.getKind().equals("ReplicaSet") && owner.getName().endsWith(suffix);
        return ofDeployment
                ? "Deployment/" + owner.getName().substring(0, owner.getName().length() - suffix.length())
                : owner.getKind() + "/" + owner.getName();
    }

    private static boolean sidecar(ObjectMeta metadata, PodSpec spec) {
        return entries(metadata.getAnnotations()).containsKey(SIDECAR_STATUS)
                || Stream.concat(containers(spec.getContainers()), containers(spec.getInitContainers()))
                        .anyMatch(container -> SIDECAR.equals(container.getName()));
    }

    private static Stream<Container> containers(@Nullable List<Container> some) {
        return some == null ? Stream.of() : some.stream();
    }

    private static boolean declares(Map<String, String> entries, String key) {
        return "true".equals(entries.get(key));
    }

    private static List<IpAddress> addresses(PodStatus status) {
        List<PodIP> ips = status.getPodIPs();
        return ips == null
                ? List.of()
                : ips.stream().map(PodIP::getIp).flatMap(PodsReader::address).toList();
    }

    private static Stream<IpAddress> hosts(PodStatus status) {
        List<HostIP> ips = status.getHostIPs();
        Stream<String> all = ips == null ? Stream.of() : ips.stream().map(HostIP::getIp);
        return Stream.concat(all, Stream.ofNullable(status.getHostIP()))
                .flatMap(PodsReader::address)
                .distinct();
    }

    /** Nothing where it is none: one odd pod costs no other its judgement. */
    private static Stream<IpAddress> address(@Nullable String text) {
        try {
            return text == null ? Stream.of() : Stream.of(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static String text(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    private static Map<String, String> entries(@Nullable Map<String, String> some) {
        return Objects.requireNonNullElse(some, Map.of());
    }
}
