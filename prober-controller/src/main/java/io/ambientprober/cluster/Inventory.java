package io.ambientprober.cluster;

import static io.ambientprober.cluster.ClusterOptions.CONTROL_NAMESPACE;
import static io.ambientprober.cluster.ClusterOptions.PLAIN_NAMESPACE;

import io.ambientprober.cluster.InventoryRow.Life;
import io.ambientprober.run.Question;
import io.ambientprober.run.Site.Zone;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that a run makes in namespaces, a row for each kind of thing. The run makes it, a dry run shows it, the rights are asked for it, and
 * it is what the clean-up removes.
 *
 * @param rows owners first; what fails is told of in their order
 */
record Inventory(List<InventoryRow> rows) {
    /** Before all else: what pods run as, and whom they obey. */
    private static final Set<Kind> FIRST = EnumSet.of(Kind.SERVICE_ACCOUNT, Kind.SECRET);

    static final Right PODS = new Right("list", "", "pods", "");

    Inventory {
        rows = List.copyOf(rows);
    }

    /** An object, and the row that it is of. */
    record Item(InventoryRow row, Supplier<HasMetadata> built) {
        /** Built again each time. */
        HasMetadata object() {
            return built.get();
        }
    }

    /** @param policies whether they are probed */
    static Inventory of(ClusterOptions options, boolean policies) {
        List<InventoryRow> rows = new ArrayList<>();
        rows.add(InventoryRow.ofRun(
                RunObjects.OWNER,
                Kind.CONFIG_MAP,
                options.namespaces(),
                run -> run.options().namespaces().stream(),
                (run, name) -> run.objects().owner(name, run.options().lifetime())));
        rows.add(InventoryRow.commanded(
                RunObjects.AGENT,
                List.of(CONTROL_NAMESPACE),
                run -> IntStream.range(0, run.nodes().size()).boxed(),
                Inventory::agent));
        if (options.asks(Question.CANARIES)) {
            rows.addAll(CanaryPods.of(options).rows(options));
            rows.addAll(control());
            if (policies) {
                rows.addAll(policies(options));
            }
            rows.addAll(services(options));
        }
        return new Inventory(rows);
    }

    private static HasMetadata agent(Blueprint run, int number) {
        return run.objects()
                .pod(
                        run.control(),
                        RunObjects.agent(number),
                        RunObjects.AGENT,
                        run.recipe().agent(run.nodes().get(number), run.own().fingerprint()));
    }

    /** Outside the mesh. */
    private static List<InventoryRow> control() {
        List<String> plain = List.of(PLAIN_NAMESPACE);
        return List.of(
                InventoryRow.commanded(RunObjects.CLIENT, plain, run -> run.clientsIn(Zone.PLAIN), FreshPods::client),
                InventoryRow.ofRun(
                        RunObjects.SERVER, Kind.POD, plain, run -> run.serversIn(Zone.PLAIN), FreshPods::server));
    }

    private static List<InventoryRow> policies(ClusterOptions options) {
        return List.of(
                InventoryRow.ofRun(
                        PolicyObjects.COMPONENT,
                        Kind.AUTHORIZATION_POLICY,
                        List.of(options.to()),
                        run -> new PolicyObjects(run).all(),
                        (run, policy) -> policy),
                InventoryRow.commanded(
                        PolicyObjects.GATE,
                        List.of(options.from()),
                        run -> Stream.of(run.nodes().getFirst()),
                        Inventory::gate));
    }

    private static HasMetadata gate(Blueprint run, String node) {
        return run.objects()
                .pod(
                        run.clients(Zone.MESH),
                        RunObjects.GATE,
                        PolicyObjects.GATE,
                        run.recipe().client(node, null, run.own().fingerprint(), run.scope()));
    }

    private static List<InventoryRow> services(ClusterOptions options) {
        return List.of(
                InventoryRow.ofRun(
                        RunObjects.SERVER,
                        Kind.SERVICE,
                        options.serverNamespaces(),
                        run -> options.serverNamespaces().stream().map(run::namespace),
                        (run, place) ->
                                run.objects().headless(place, run.canaries().serverSelector(run.objects()))),
                InventoryRow.ofRun(
                        RunObjects.SERVER,
                        Kind.SERVICE,
                        options.serverNamespaces(),
                        run -> run.serversIn(Zone.MESH),
                        (run, order) -> run.objects()
                                .service(
                                        run.of(order),
                                        order.name(),
                                        run.canaries().serverSelector(run.objects(), order))));
    }

    /** Every object, what owns the others first. */
    Stream<Item> items(Blueprint run) {
        return rows.stream().flatMap(row -> row.built().apply(run).map(built -> new Item(row, built)));
    }

    /** Of these, those that a run makes only where they are missing. */
    List<HasMetadata> standing(Blueprint run) {
        return items(run)
                .filter(item -> item.row().life() == Life.STANDING)
                .map(Item::object)
                .toList();
    }

    /** What a run makes once there are owners: those of one list at once. */
    List<List<Item>> turns(Blueprint run) {
        List<Item> owned =
                items(run).filter(item -> item.row().kind() != Kind.CONFIG_MAP).toList();
        return Stream.of(true, false)
                .map(first -> owned.stream()
                        .filter(item -> FIRST.contains(item.row().kind()) == first)
                        .toList())
                .toList();
    }

    /** What a run cannot do without: to see where it is, and what its rows take. */
    List<Right> rights() {
        Stream<Right> reads =
                Stream.of(new Right("list", "", "nodes", ""), PODS, new Right("get", "", "namespaces", ""));
        return Stream.concat(reads, rows.stream().flatMap(InventoryRow::rights))
                .distinct()
                .toList();
    }

    /** What a run can do without, and then asks less. */
    static List<Right> tenantRights() {
        return List.of(ClusterTenants.WATCH, MeshNamespaces.LIST);
    }

    /** The namespaces that hold pods of the run. */
    List<String> podNamespaces() {
        return List.copyOf(ofRun().getOrDefault(Kind.POD, Set.of()));
    }

    /** What goes with the run: the namespaces that may hold objects of a kind. */
    Map<Kind, Set<String>> ofRun() {
        Map<Kind, Set<String>> places = new EnumMap<>(Kind.class);
        rows.stream()
                .filter(row -> row.life() == Life.RUN)
                .forEach(row ->
                        places.computeIfAbsent(row.kind(), _ -> new TreeSet<>()).addAll(row.namespaces()));
        return places;
    }
}
