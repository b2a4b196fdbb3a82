package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.cluster.mesh.Istiod;
import io.ambientprober.cluster.mesh.MeshSettings;
import io.ambientprober.cluster.paging.Pages;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What runs of the mesh.
 *
 * @param ztunnels nodes with a ready ztunnel
 * @param cnis nodes with a ready istio-cni
 * @param images of each component
 * @param settings that its ztunnels follow
 */
record MeshComponents(
        boolean istiod,
        Set<String> ztunnels,
        Set<String> cnis,
        Map<String, Set<String>> images,
        MeshSettings settings) {
    /** Labels that Istio's charts put on their pods (manifests/charts of istio/istio). */
    private static final String ISTIOD = "app=istiod";

    private static final String CNI = "k8s-app=istio-cni-node";
    private static final long PAGE = 100;

    /** Of what its ConfigMaps say: worth a moment, not the run. */
    private static final Duration CONFIG = Duration.ofSeconds(10);

    MeshComponents {
        ztunnels = Set.copyOf(ztunnels);
        cnis = Set.copyOf(cnis);
    }

    /** Which mesh a cluster has: Istio's, unless Cilium's proxy runs in it and no istiod. */
    static ZtunnelMesh which(Cluster cluster) throws SiteException {
        return any(cluster, ISTIOD) || !any(cluster, ZtunnelMesh.CILIUM.ztunnel())
                ? ZtunnelMesh.ISTIO
                : ZtunnelMesh.CILIUM;
    }

    private static boolean any(Cluster cluster, String selector) throws SiteException {
        ListOptions one = new ListOptionsBuilder()
                .withLimit(1L)
                .withLabelSelector(selector)
                .build();
        return !cluster.ask(
                        "list pods with label " + selector,
                        () -> cluster.client().pods().inAnyNamespace().list(one))
                .getItems()
                .isEmpty();
    }

    static MeshComponents read(Cluster cluster, ClusterOptions options) throws SiteException {
        return switch (options.mesh()) {
            case ISTIO -> ofIstio(cluster, options.meshNamespace());
            case CILIUM -> ofCilium(cluster);
        };
    }

    /** Its agents do what istiod and istio-cni do, and have a cause of their own when they do not. */
    private static MeshComponents ofCilium(Cluster cluster) throws SiteException {
        Map<String, Set<String>> images = new TreeMap<>();
        Set<String> ztunnels = readyNodes(cluster, ZtunnelMesh.CILIUM.ztunnel(), "ztunnel-cilium", images, _ -> {});
        return new MeshComponents(true, ztunnels, ztunnels, images, MeshSettings.OF_CILIUM);
    }

    /** @param namespace of istiod, where somebody named it */
    private static MeshComponents ofIstio(Cluster cluster, Optional<String> namespace) throws SiteException {
        Map<String, Set<String>> images = new TreeMap<>();
        Set<Istiod> running = new HashSet<>();
        Set<String> followed = new HashSet<>();
        Set<String> istiods = readyNodes(cluster, ISTIOD, "istiod", images, pod -> running.add(Istiod.of(pod)));
        Set<String> ztunnels = readyNodes(
                cluster,
                ZtunnelMesh.ISTIO.ztunnel(),
                "ztunnel",
                images,
                pod -> followed.add(Istiod.followedBy(pod).orElse("")));
        Set<String> cnis = readyNodes(cluster, CNI, "istio-cni", images, _ -> {});
        MeshSettings settings = MeshSettings.read(cluster.client(), running, followed, namespace, CONFIG);
        return new MeshComponents(!istiods.isEmpty(), ztunnels, cnis, images, settings);
    }

    /** What is missing for pods of these nodes to be in the mesh, in words. */
    List<String> gaps(List<String> nodes) {
        List<String> gaps = new ArrayList<>();
        if (!istiod) {
            gaps.add("no istiod is ready");
        }
        for (String node : nodes) {
            if (!ztunnels.contains(node)) {
                gaps.add("no ztunnel is ready on node " + node);
            }
            if (!cnis.contains(node)) {
                gaps.add("no istio-cni is ready on node " + node);
            }
        }
        return gaps;
    }

    private static Set<String> readyNodes(
            Cluster cluster, String selector, String component, Map<String, Set<String>> images, Consumer<Pod> each)
            throws SiteException {
        Set<String> nodes = new HashSet<>();
        Pages.each(
                PAGE,
                selector,
                options -> cluster.ask(
                        "list the pods of " + component,
                        () -> cluster.client().pods().inAnyNamespace().list(options)),
                pod -> {
                    Set<String> seen = images.computeIfAbsent(component, _ -> new TreeSet<>());
                    pod.getSpec().getContainers().stream()
                            .map(Container::getImage)
                            .filter(Objects::nonNull)
                            .forEach(seen::add);
                    each.accept(pod);
                    PodState state = PodState.of(pod);
                    if (!state.going() && state.ready() && !state.node().isEmpty()) {
                        nodes.add(state.node());
                    }
                });
        return nodes;
    }
}
