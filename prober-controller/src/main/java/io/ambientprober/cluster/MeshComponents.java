package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What runs of Istio.
 *
 * @param ztunnels nodes with a ready ztunnel
 * @param cnis nodes with a ready istio-cni
 * @param images of each component
 * @param trustDomain of its identities; null when its configuration cannot be read
 * @param roots certificates in PEM that its identities are signed with; null when they cannot be read
 */
record MeshComponents(
        boolean istiod,
        Set<String> ztunnels,
        Set<String> cnis,
        Map<String, Set<String>> images,
        @Nullable String trustDomain,
        @Nullable String roots) {
    /** Labels that Istio's charts put on their pods (manifests/charts of istio/istio). */
    private static final String ISTIOD = "app=istiod";

    private static final String ZTUNNEL = "app=ztunnel";
    private static final String CNI = "k8s-app=istio-cni-node";
    private static final long PAGE = 100;

    /** Where istiod's charts put the mesh's configuration, and what it is without one (istio.io, MeshConfig.trustDomain). */
    static final String NAMESPACE = "istio-system";

    private static final String CONFIG = "istio";
    /** Where istiod publishes them (istio/istio, security/pkg/k8s/configutil and pilot's namespace controller). */
    static final String ROOTS = "istio-ca-root-cert";

    static final String ROOTS_KEY = "root-cert.pem";
    /** Characters; an argument of a process holds 128 KiB (execve(2)). */
    private static final int MAX_ROOTS = 64 << 10;

    private static final Pattern TRUST_DOMAIN = Pattern.compile("(?m)^trustDomain:\\s*[\"']?([^\"'\\s]+)");
    private static final String USUAL_TRUST_DOMAIN = "cluster.local";

    MeshComponents {
        ztunnels = Set.copyOf(ztunnels);
        cnis = Set.copyOf(cnis);
    }

    static MeshComponents read(Cluster cluster) throws SiteException {
        Map<String, Set<String>> images = new TreeMap<>();
        Set<String> istiods = readyNodes(cluster, ISTIOD, "istiod", images);
        Set<String> ztunnels = readyNodes(cluster, ZTUNNEL, "ztunnel", images);
        Set<String> cnis = readyNodes(cluster, CNI, "istio-cni", images);
        return new MeshComponents(!istiods.isEmpty(), ztunnels, cnis, images, trustDomain(cluster), roots(cluster));
    }

    private static @Nullable String trustDomain(Cluster cluster) {
        Map<String, String> config = config(cluster, CONFIG);
        if (config == null) {
            return null;
        }
        Matcher matcher = TRUST_DOMAIN.matcher(config.getOrDefault("mesh", ""));
        return matcher.find() ? matcher.group(1) : USUAL_TRUST_DOMAIN;
    }

    /** Those in the mesh's own namespace: the copies elsewhere belong to whoever may edit there. */
    private static @Nullable String roots(Cluster cluster) {
        Map<String, String> config = config(cluster, ROOTS);
        String roots = config == null ? null : config.get(ROOTS_KEY);
        return roots == null || roots.isBlank() || roots.length() > MAX_ROOTS ? null : roots;
    }

    /** Null when it cannot be read: it only makes the findings of the handshake check sharper. */
    private static @Nullable Map<String, String> config(Cluster cluster, String name) {
        try {
            ConfigMap config = cluster.client()
                    .configMaps()
                    .inNamespace(NAMESPACE)
                    .withName(name)
                    .get();
            return config == null ? null : config.getData();
        } catch (KubernetesClientException e) {
            return null;
        }
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
            Cluster cluster, String selector, String component, Map<String, Set<String>> images) throws SiteException {
        Set<String> nodes = new HashSet<>();
        String next = "";
        do {
            ListOptionsBuilder options =
                    new ListOptionsBuilder().withLimit(PAGE).withLabelSelector(selector);
            if (!next.isEmpty()) {
                options.withContinue(next);
            }
            PodList page = cluster.ask(
                    "list the pods of " + component,
                    () -> cluster.client().pods().inAnyNamespace().list(options.build()));
            for (Pod pod : page.getItems()) {
                Set<String> seen = images.computeIfAbsent(component, _ -> new TreeSet<>());
                pod.getSpec().getContainers().stream()
                        .map(Container::getImage)
                        .filter(Objects::nonNull)
                        .forEach(seen::add);
                PodState state = PodState.of(pod);
                if (!state.going() && state.ready() && !state.node().isEmpty()) {
                    nodes.add(state.node());
                }
            }
            next = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
        } while (!next.isEmpty());
        return nodes;
    }
}
