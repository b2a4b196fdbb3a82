package io.ambientprober.cluster.mesh;

import io.ambientprober.cluster.paging.Pages;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the mesh says of pods: their annotations, and the admin page and the metrics of their nodes' ztunnels. */
public final class MeshViews {
    private static final int MAX_PODS = 200;
    /** Whose ztunnel is asked: a sample has to do. */
    private static final int MAX_NODES = 20;
    /** Of what ztunnels are asked for together, about: each dump lists the whole cluster. */
    private static final long MAX_BYTES = 128L << 20;

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final Questions questions;

    private MeshViews(KubernetesClient client, Questions questions) {
        this.client = client;
        this.questions = questions;
    }

    /**
     * Where a pod is, and its annotation.
     *
     * @param node empty where it is on none
     */
    public record Placed(String node, String redirection) {}

    /**
     * Which pods are asked about.
     *
     * @param canaries the likeliest to be of interest first: only the first 200 are asked about
     * @param known what of a canary need not be asked; null of one that must
     * @param others pods that were looked at already; what was counted of their connections is none of ours
     */
    public record Subjects(
            Collection<PodName> canaries, Function<PodName, @Nullable Placed> known, Map<PodName, Placed> others) {}

    /**
     * Reads while the pods are there; never fails. What could not be read, for want of the right or of an answer, is said in
     * the result. The ztunnels of at most 20 nodes are asked, those of canaries first.
     *
     * @param ztunnel selects its pods
     * @param timeout of each of four rounds: the pods, the list of ztunnels, the first of them, the others
     */
    public static MeshAnswers read(KubernetesClient client, Subjects subjects, String ztunnel, Duration timeout) {
        try (Questions questions = new Questions(timeout)) {
            return new MeshViews(client, questions).read(subjects, ztunnel);
        }
    }

    private MeshAnswers read(Subjects subjects, String ztunnel) {
        Map<PodName, Placed> canaries = placed(subjects);
        Map<String, ZtunnelPages> ztunnels = ztunnels(sampled(canaries, subjects.others()), ztunnel);
        List<MeshView> ofCanaries = canaries.entrySet().stream()
                .map(pod -> pages(ztunnels, pod.getValue())
                        .view(pod.getKey(), pod.getValue().redirection()))
                .toList();
        Map<PodName, MeshView> ofOthers = subjects.others().entrySet().stream()
                .filter(pod -> ztunnels.containsKey(pod.getValue().node()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        pod -> pages(ztunnels, pod.getValue())
                                .uncounted(pod.getKey(), pod.getValue().redirection())));
        return new MeshAnswers(new MeshStatements(ofCanaries, questions.unanswered()), ofOthers);
    }

    private static ZtunnelPages pages(Map<String, ZtunnelPages> ztunnels, Placed pod) {
        return ztunnels.getOrDefault(pod.node(), ZtunnelPages.NONE);
    }

    private Map<PodName, Placed> placed(Subjects subjects) {
        Map<PodName, Placed> placed = new LinkedHashMap<>();
        List<PodName> unknown = new ArrayList<>();
        for (PodName name :
                subjects.canaries().stream().distinct().limit(MAX_PODS).toList()) {
            Placed there = subjects.known().apply(name);
            if (there == null) {
                unknown.add(name);
            } else {
                placed.put(name, there);
            }
        }
        asked(unknown).forEach((name, pod) -> placed.put(name, placed(pod)));
        return placed;
    }

    private Map<PodName, Pod> asked(List<PodName> names) {
        return questions.ask(
                names,
                name -> "pod " + name,
                _ -> "get pods in the canaries' namespaces",
                name -> client.pods()
                        .inNamespace(name.namespace())
                        .withName(name.name())
                        .get());
    }

    private Map<String, ZtunnelPages> ztunnels(Map<String, NodePods> onNode, String ztunnel) {
        Map<String, PodName> byNode = onNode.isEmpty() ? Map.of() : ztunnelsOn(onNode.keySet(), ztunnel);
        List<String> asked = List.copyOf(byNode.keySet());
        int first = Math.min(1, asked.size());
        AtomicLong bytes = new AtomicLong();
        Map<String, ZtunnelPages> read = new HashMap<>(read(asked.subList(0, first), byNode, onNode, bytes));
        int last = Math.max(first, sample(asked.size(), bytes.get()));
        read.putAll(read(asked.subList(first, last), byNode, onNode, bytes));
        return read;
    }

    /** The pods of the first nodes. */
    private static Map<String, NodePods> sampled(Map<PodName, Placed> canaries, Map<PodName, Placed> others) {
        Map<String, NodePods> onNode = new TreeMap<>();
        canaries.forEach((name, pod) -> on(onNode, pod).ifPresent(there -> there.addCanary(name)));
        others.forEach((name, pod) -> on(onNode, pod).ifPresent(there -> there.add(name)));
        return onNode;
    }

    private static Optional<NodePods> on(Map<String, NodePods> onNode, Placed pod) {
        boolean asked = onNode.containsKey(pod.node()) || !pod.node().isEmpty() && onNode.size() < MAX_NODES;
        return asked ? Optional.of(onNode.computeIfAbsent(pod.node(), _ -> new NodePods())) : Optional.empty();
    }

    /**
     * How many of so many are asked.
     *
     * @param bytes of what the first said
     */
    static int sample(int ztunnels, long bytes) {
        return (int) Math.min(ztunnels, MAX_BYTES / Math.max(1, bytes));
    }

    private Map<String, ZtunnelPages> read(
            List<String> nodes, Map<String, PodName> byNode, Map<String, NodePods> onNode, AtomicLong bytes) {
        return questions.ask(
                nodes,
                node -> Objects.requireNonNull(onNode.get(node)).titles() + " of " + byNode.get(node) + " on " + node,
                node -> "create pods/portforward in "
                        + Objects.requireNonNull(byNode.get(node)).namespace(),
                node -> ZtunnelPages.read(
                        client,
                        Objects.requireNonNull(byNode.get(node)),
                        Objects.requireNonNull(onNode.get(node)),
                        questions.timeout(),
                        bytes::addAndGet));
    }

    /** Wherever they run. Two on a node that are of different namespaces are one too many to believe either. */
    private Map<String, PodName> ztunnelsOn(Set<String> nodes, String ztunnel) {
        Map<String, Map<String, List<PodName>>> found = questions.ask(
                List.of(ztunnel),
                label -> "pods with label " + label,
                _ -> "list pods in all namespaces",
                label -> list(label, nodes));
        return questions.ask(
                found.isEmpty() ? List.of() : nodes,
                node -> "ztunnel on " + node,
                _ -> "",
                node -> only(found.getOrDefault(ztunnel, Map.of()).getOrDefault(node, List.of()), ztunnel));
    }

    private Map<String, List<PodName>> list(String label, Set<String> nodes) {
        Map<String, List<PodName>> byNode = new HashMap<>();
        Pages.each(PAGE, label, options -> client.pods().inAnyNamespace().list(options), pod -> {
            if (nodes.contains(node(pod)) && pod.getMetadata().getDeletionTimestamp() == null) {
                byNode.computeIfAbsent(node(pod), _ -> new ArrayList<>()).add(name(pod));
            }
        });
        return byNode;
    }

    private static PodName only(List<PodName> ztunnels, String label) throws IOException {
        if (ztunnels.isEmpty()) {
            throw new IOException("no pod with label " + label + " is there");
        }
        if (ztunnels.stream().map(PodName::namespace).distinct().count() > 1) {
            throw new IOException("several pods have label " + label + ": "
                    + ztunnels.stream().map(PodName::toString).collect(Collectors.joining(", ")));
        }
        return ztunnels.getFirst();
    }

    private static Placed placed(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String redirection = annotations == null ? null : annotations.get(MeshView.ANNOTATION);
        return new Placed(node(pod), redirection == null ? "" : redirection);
    }

    private static PodName name(Pod pod) {
        return new PodName(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    private static String node(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
    }
}
