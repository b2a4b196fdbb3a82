package io.ambientprober.cluster.enrolled;

import io.ambientprober.enrolled.EnrolledPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The pods of one namespace, with their labels. */
public final class NamespacePods {
    private NamespacePods() {}

    /**
     * A pod that is in the mesh by its annotation.
     *
     * @param root whether its containers are root's that name no other user
     */
    public record RunningPod(EnrolledPod pod, Map<String, String> labels, boolean root) {}

    /**
     * Those that run in the mesh and are not the prober's, by name.
     *
     * @param selector of labels; empty for any
     * @param own labels that the prober's pods have
     */
    public static List<RunningPod> running(
            KubernetesClient client, String namespace, String selector, Map<String, String> own) {
        PodsReader reader = new PodsReader(ZtunnelMesh.ISTIO, Set.of(), own);
        var pods = client.pods().inNamespace(namespace);
        List<Pod> found = (selector.isEmpty()
                        ? pods.list()
                        : pods.withLabelSelector(selector).list())
                .getItems();
        return found.stream()
                .map(pod -> new Seen(reader.read(pod), pod))
                .filter(seen -> seen.pod().enrolled()
                        && !seen.pod().own()
                        && isRunning(seen.pod().pod()))
                .map(seen -> new RunningPod(seen.pod().pod(), labels(seen.api()), isRoots(seen.api())))
                .toList();
    }

    private record Seen(SeenPod pod, Pod api) {}

    private static boolean isRunning(EnrolledPod pod) {
        return !pod.leaving() && !pod.sidecar() && !pod.ips().isEmpty();
    }

    private static boolean isRoots(Pod pod) {
        PodSecurityContext context = pod.getSpec().getSecurityContext();
        return context != null && Long.valueOf(0).equals(context.getRunAsUser());
    }

    private static Map<String, String> labels(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    }
}
