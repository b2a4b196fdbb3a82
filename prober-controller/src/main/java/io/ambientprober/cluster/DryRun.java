package io.ambientprober.cluster;

import io.ambientprober.run.Coverage;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a run would do and make, as text: a line for each path, then the manifests. Reads the cluster's nodes and makes nothing. */
public final class DryRun {
    private static final String CONTROLLER = "SHA-256-OF-THE-CONTROLLERS-CERTIFICATE";

    private final Cluster cluster;
    private final ClusterOptions options;
    private final Consumer<String> notes;
    private final RunScope scope;
    private final RunObjects objects;
    private final PodRecipe recipe;
    private final OwnerReference owner;

    public DryRun(Cluster cluster, ClusterOptions options, String key, Consumer<String> notes) {
        this.cluster = cluster;
        this.options = options;
        this.notes = notes;
        scope = RunScope.ofKey(key);
        objects = new RunObjects(scope);
        recipe = new PodRecipe(options);
        owner = new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(scope.name("owner"))
                .withUid("of-the-config-map")
                .build();
    }

    /** YAML, the plan as its comments; in pieces, because thousands of manifests are too much for one. */
    public Stream<String> text() throws SiteException {
        List<String> nodes = new Nodes(cluster, options, notes).call().names();
        if (nodes.isEmpty()) {
            throw new SiteException("no node can be probed: none is ready and chosen");
        }
        Coverage coverage = Coverage.ring(nodes, EnumSet.allOf(Way.class), true);
        return Stream.concat(
                coverage.routes().stream().map(route -> "# path: " + line(route) + "\n"),
                manifests(nodes, coverage).map(cluster.client().getKubernetesSerialization()::asYaml));
    }

    private static String line(Route route) {
        return route.name() + " (client on " + route.client().node() + ", "
                + (route.way() == Way.POD_IP ? "pod of " : "Service of ") + route.server() + ")";
    }

    private Stream<HasMetadata> manifests(List<String> nodes, Coverage coverage) {
        return Stream.<Stream<HasMetadata>>of(
                        options.namespaces().stream().map(namespace -> objects.owner(namespace, options.lifetime())),
                        Stream.of(
                                objects.serviceAccount(RunObjects.SERVER, owner, options.to()),
                                objects.serviceAccount(RunObjects.CLIENT, owner, options.from())),
                        IntStream.range(0, nodes.size()).mapToObj(i -> agent(i, nodes.get(i))),
                        coverage.servers().stream().flatMap(this::server),
                        coverage.clients().stream().map(this::client))
                .flatMap(some -> some);
    }

    private HasMetadata agent(int number, String node) {
        return objects.pod(
                ClusterOptions.CONTROL_NAMESPACE, "agent-" + number, "agent", owner, recipe.agent(node, CONTROLLER));
    }

    private Stream<HasMetadata> server(ServerOrder order) {
        String namespace = order.zone() == Zone.MESH ? options.to() : ClusterOptions.PLAIN_NAMESPACE;
        String account = order.zone() == Zone.MESH ? scope.name(RunObjects.SERVER) : null;
        return Stream.of(
                objects.server(namespace, order, owner, recipe.server(order.node(), account, CONTROLLER, scope)),
                objects.service(namespace, order.name(), owner, objects.selector(order.name())));
    }

    private HasMetadata client(ClientPlace place) {
        String namespace = place.zone() == Zone.MESH ? options.from() : ClusterOptions.PLAIN_NAMESPACE;
        String account = place.zone() == Zone.MESH ? scope.name(RunObjects.CLIENT) : null;
        return objects.pod(
                namespace,
                place.name(),
                RunObjects.CLIENT,
                owner,
                recipe.client(place.node(), account, CONTROLLER, scope));
    }
}
