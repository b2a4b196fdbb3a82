package io.ambientprober.cluster;

import io.ambientprober.cluster.paging.Pages;
import io.ambientprober.cluster.rotation.KeptRotation;
import io.ambientprober.cluster.rotation.Rotation;
import io.ambientprober.cluster.rotation.Rotation.Draw;
import io.ambientprober.cluster.rotation.RotationState;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Share.Gap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Node;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The nodes that can be probed, and why others cannot. */
final class Nodes {
    /** Nodes carry long lists of images: a page at a time is kept in memory. */
    private static final long PAGE = 100;

    private static final String MOST = "--max-nodes";

    private final Cluster cluster;
    private final NodeChoice choice;
    private final NodeFitness fitness;
    private final Consumer<String> notes;
    private final SortedMap<String, List<String>> leftOut = new TreeMap<>();

    Nodes(Cluster cluster, ClusterOptions options, Consumer<String> notes) {
        this.cluster = cluster;
        this.choice = options.nodes();
        fitness = new NodeFitness(options.tolerations(), options.template().nodeSelector());
        this.notes = notes;
    }

    ChosenNodes call() throws SiteException {
        List<String> usable = new ArrayList<>();
        Set<String> selected = new HashSet<>();
        each(choice.selector(), node -> {
            selected.add(node.getMetadata().getName());
            if (wanted(node) && usable(node)) {
                usable.add(node.getMetadata().getName());
            }
        });
        if (!choice.selector().isEmpty()) {
            each("", node -> {
                if (!selected.contains(node.getMetadata().getName())) {
                    leaveOut(node, "--node-selector");
                }
            });
        }
        usable.sort(Comparator.naturalOrder());
        return usable.size() <= choice.most() ? new ChosenNodes(usable, leftOut, Map.of()) : aPart(usable);
    }

    private ChosenNodes aPart(List<String> usable) throws SiteException {
        String namespace = choice.rotatedIn();
        if (namespace == null) {
            notes.accept("%d of %d nodes are probed (%s)".formatted(choice.most(), usable.size(), MOST));
            leftOut.put(MOST, List.copyOf(usable.subList(choice.most(), usable.size())));
            return new ChosenNodes(usable.subList(0, choice.most()), leftOut, Map.of());
        }
        RotationState before = KeptRotation.read(
                cluster.ask("get ConfigMap " + namespace + "/" + KeptRotation.NAME, () -> kept(namespace)), notes);
        Draw draw = new Rotation(choice.most(), before, new SecureRandom()).draw(usable);
        notes.accept("%d of %d nodes are probed, each of them within %d runs (%s, --rotate)"
                .formatted(choice.most(), usable.size(), Rotation.window(usable.size(), choice.most()), MOST));
        leftOut.put(MOST, draw.waiting().stream().map(Gap::name).toList());
        return new ChosenNodes(
                draw.chosen(), leftOut, draw.waiting().stream().collect(Collectors.toMap(Gap::name, Gap::why)));
    }

    private ConfigMap kept(String namespace) {
        return cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withName(KeptRotation.NAME)
                .get();
    }

    private void each(String selector, Consumer<Node> told) throws SiteException {
        Pages.each(
                PAGE,
                selector,
                options ->
                        cluster.ask("list nodes", () -> cluster.client().nodes().list(options)),
                told);
    }

    private boolean wanted(Node node) {
        boolean wanted = choice.takes(node.getMetadata().getName());
        if (!wanted) {
            leaveOut(node, "--nodes");
        }
        return wanted;
    }

    private boolean usable(Node node) {
        Optional<String> trouble = fitness.trouble(node);
        trouble.ifPresent(reason -> {
            notes.accept("node " + node.getMetadata().getName() + " is left out: " + reason);
            leaveOut(node, reason);
        });
        return trouble.isEmpty();
    }

    private void leaveOut(Node node, String reason) {
        leftOut.computeIfAbsent(reason, ignored -> new ArrayList<>())
                .add(node.getMetadata().getName());
    }
}
