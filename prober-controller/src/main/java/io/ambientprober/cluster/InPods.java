package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.NamespacePods;
import io.ambientprober.cluster.enrolled.NamespacePods.RunningPod;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Pods that were there before a run, from within which canaries are sent: one of each workload on each node.
 *
 * @param pods by the place that they have in the run
 */
record InPods(Map<ClientPlace, RunningPod> pods) {
    /** Of one run: each gets a container that stays on record. */
    private static final int MOST = 100;

    private record Kind(String namespace, String workload, String node) {}

    /**
     * Looks for them.
     *
     * @param nodes that are probed
     * @param notes told of what is left out
     * @throws SiteException where a selector means no pod that could be asked: nobody takes silence for an answer
     */
    static InPods choose(
            Cluster cluster, List<InPodSelector> selectors, Collection<String> nodes, Consumer<String> notes)
            throws SiteException {
        Map<Kind, RunningPod> byKind = new LinkedHashMap<>();
        for (InPodSelector selector : selectors) {
            meant(cluster, selector, nodes).forEach(pod -> byKind.putIfAbsent(kind(pod.pod()), pod));
        }
        if (byKind.size() > MOST) {
            notes.accept("canaries are sent from within " + MOST + " pods; " + (byKind.size() - MOST)
                    + " more are left out");
        }
        Map<ClientPlace, RunningPod> chosen = new LinkedHashMap<>();
        byKind.values().stream().limit(MOST).forEach(pod -> chosen.put(place(pod.pod()), pod));
        return new InPods(chosen);
    }

    private static List<RunningPod> meant(Cluster cluster, InPodSelector selector, Collection<String> nodes)
            throws SiteException {
        List<RunningPod> running = cluster.ask(
                "list pods in namespace " + selector.namespace(),
                () -> NamespacePods.running(
                        cluster.client(), selector.namespace(), selector.labels(), Labels.common()));
        List<RunningPod> meant = running.stream()
                .filter(pod ->
                        selector.means(pod.pod()) && nodes.contains(pod.pod().node()))
                .toList();
        if (meant.isEmpty()) {
            throw new SiteException(
                    "--in-pods " + selector + ": no pod there is in the mesh, runs, and is on a node that is probed");
        }
        return meant;
    }

    private static Kind kind(EnrolledPod pod) {
        return new Kind(pod.pod().namespace(), pod.workload(), pod.node());
    }

    private static ClientPlace place(EnrolledPod pod) {
        return new ClientPlace("in " + pod.pod(), pod.node(), Zone.MESH);
    }

    List<ClientPlace> places() {
        return List.copyOf(pods.keySet());
    }

    /** What a run has to be allowed for them. */
    static Stream<Right> rights(List<InPodSelector> selectors) {
        return selectors.stream()
                .map(InPodSelector::namespace)
                .distinct()
                .flatMap(namespace -> Stream.of(
                        new Right("list", "", "pods", namespace),
                        new Right("watch", "", "pods", namespace),
                        new Right("patch", "", "pods/ephemeralcontainers", namespace)));
    }
}
