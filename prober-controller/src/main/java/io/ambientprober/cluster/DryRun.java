package io.ambientprober.cluster;

import io.ambientprober.cluster.Inventory.Item;
import io.ambientprober.cluster.Namespaces.Sight;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Question;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run would do and make, as text: what it would ask, a line for each path, then the manifests. Reads the cluster's nodes, namespaces
 * and pods, and what of standing canaries is there; makes nothing.
 */
public final class DryRun {
    private final Cluster cluster;
    private final ClusterOptions options;
    private final boolean policies;
    private final Consumer<String> notes;
    private final RunScope scope;
    private final CanaryPods canaries;

    public DryRun(Cluster cluster, ClusterOptions options, boolean policies, String key, Consumer<String> notes) {
        this.cluster = cluster;
        this.options = options;
        this.policies = policies;
        this.notes = notes;
        scope = RunScope.ofKey(key);
        canaries = CanaryPods.of(options);
    }

    /** YAML, the plan as its comments; in pieces, because thousands of manifests are too much for one. */
    public Stream<String> text() throws SiteException {
        List<String> nodes = new Nodes(cluster, options, notes).call().names();
        if (nodes.isEmpty()) {
            throw new SiteException("no node can be probed: none is ready and chosen");
        }
        canaries.requirePairs(nodes);
        Coverage coverage = options.asks(Question.CANARIES)
                ? Coverage.of(nodes, options.ring().names(), EnumSet.allOf(Way.class), canaries.pairsWithinNodes())
                        .with(
                                InPods.choose(cluster, options.inPods(), nodes, notes)
                                        .places(),
                                nodes)
                : Coverage.NONE;
        return Stream.of(
                        asked(nodes),
                        coverage.routes().stream().map(route -> "# path: " + line(route) + "\n"),
                        manifests(nodes, coverage).map(cluster.client().getKubernetesSerialization()::asYaml))
                .flatMap(Function.identity());
    }

    private Stream<String> asked(List<String> nodes) throws SiteException {
        String questions = options.asked().stream().sorted().map(Question::word).collect(Collectors.joining(", "));
        List<EnrolledPod> pods = ClusterTenants.list(cluster, options.mesh());
        long here = pods.stream().filter(pod -> nodes.contains(pod.node())).count();
        return Stream.of(
                "# asked: " + questions + "\n",
                "# pods: " + pods.size() + " in the mesh, " + here + " of them on these nodes\n");
    }

    private static String line(Route route) {
        return route.name() + " (client on " + route.client().node() + ", "
                + (route.way() == Way.POD_IP ? "pod of " : "Service of ") + route.server() + ")";
    }

    private Stream<HasMetadata> manifests(List<String> nodes, Coverage coverage) throws SiteException {
        List<Namespace> missing = new ArrayList<>();
        Map<String, ReadyNamespace> namespaces = new LinkedHashMap<>();
        Namespaces there = new Namespaces(cluster, new RunObjects(scope), options);
        for (String name : options.namespaces()) {
            Sight sight = there.see(name);
            if (sight.missing()) {
                missing.add(sight.namespace());
            }
            namespaces.put(name, ReadyNamespace.of(sight.namespace(), options.mesh(), owner()));
        }
        Blueprint blueprint = blueprint(nodes, coverage, namespaces);
        Inventory inventory = Inventory.of(options, policies);
        Set<String> standing = standing(inventory, blueprint);
        return Stream.concat(
                missing.stream(),
                inventory
                        .items(blueprint)
                        .map(Item::object)
                        .filter(object -> !standing.contains(Cluster.describe(object))));
    }

    private Blueprint blueprint(List<String> nodes, Coverage coverage, Map<String, ReadyNamespace> namespaces)
            throws SiteException {
        ControllerKey shown = ControllerKey.SHOWN;
        Blueprint blueprint =
                new Blueprint(scope, options, canaries, namespaces, nodes, coverage, shown, shown, List.of());
        return policies ? blueprint.withWaypoint(cluster) : blueprint;
    }

    /** What is there already of what a run makes only where it is missing. */
    private Set<String> standing(Inventory inventory, Blueprint blueprint) throws SiteException {
        Set<String> there = new HashSet<>();
        for (HasMetadata object : inventory.standing(blueprint)) {
            if (cluster.find(object) != null) {
                there.add(Cluster.describe(object));
            }
        }
        return there;
    }

    /** The objects of each namespace. */
    private ObjectMeta owner() {
        return new ObjectMetaBuilder()
                .withName(scope.name(RunObjects.OWNER))
                .withUid("of-the-config-map")
                .build();
    }
}
