package io.ambientprober.run;

import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which pairs of nodes are probed: a ring, so that every node is once a client and once a server across nodes, and once a pair of its
 * own; where pods can be dialled by their own address, once more so to the next node. That is at most 3 N paths for N nodes, not N
 * squared. Control pairs in the clear cover every node, and run before and after all others.
 *
 * @param routes in the order in which they run
 */
public record Coverage(List<ServerOrder> servers, List<Route> routes) {
    /** Of a run that sends no canaries. */
    public static final Coverage NONE = new Coverage(List.of(), List.of());

    public Coverage {
        servers = List.copyOf(servers);
        routes = List.copyOf(routes);
    }

    /** The control brackets the others: a capture that saw it first and last saw plaintext from its beginning to its end. */
    public enum Turn {
        CONTROL_FIRST,
        PROBE,
        /** From within pods that were there before the run. */
        IN_POD,
        CONTROL_LAST
    }

    /**
     * One client to one server.
     *
     * @param server name of the server's order
     */
    public record Route(String name, ClientPlace client, String server, Way way, Turn turn) {}

    /** Where the clients are, each once. */
    public List<ClientPlace> clients() {
        return routes.stream()
                .filter(route -> route.turn() != Turn.IN_POD)
                .map(Route::client)
                .distinct()
                .toList();
    }

    /**
     * The same, and from each of these to the server of its own node and to that of the next.
     *
     * @param nodes as in {@link #ring}, in the same order
     */
    public Coverage with(List<ClientPlace> inPods, List<String> nodes) {
        List<Route> all = new ArrayList<>(routes);
        all.removeIf(route -> route.turn() == Turn.CONTROL_LAST);
        for (ClientPlace pod : inPods) {
            int own = nodes.indexOf(pod.node());
            IntStream.of(own, (own + 1) % nodes.size())
                    .distinct()
                    .mapToObj(node -> new Route(
                            pod.name() + " to " + nodes.get(node), pod, "server-" + node, Way.SERVICE, Turn.IN_POD))
                    .forEach(all::add);
        }
        routes.stream().filter(route -> route.turn() == Turn.CONTROL_LAST).forEach(all::add);
        return new Coverage(servers, all);
    }

    /**
     * The ring over these nodes, or over these namespaces and nodes.
     *
     * @param namespaces empty where the site has only one for its canaries
     */
    public static Coverage of(List<String> nodes, List<String> namespaces, Set<Way> ways, boolean withinNodes) {
        return namespaces.isEmpty()
                ? ring(nodes, ways, withinNodes)
                : new NamespaceRing(nodes, namespaces).coverage(ways);
    }

    /**
     * The ring over these nodes, in their order.
     *
     * @param nodes at least one
     * @param withinNodes whether a node has a pair of its own
     */
    public static Coverage ring(List<String> nodes, Set<Way> ways, boolean withinNodes) {
        List<ServerOrder> servers = new ArrayList<>();
        List<Route> probes = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String node = nodes.get(i);
            String next = nodes.get((i + 1) % nodes.size());
            servers.add(new ServerOrder("server-" + i, node, Zone.MESH));
            String nextServer = "server-" + (i + 1) % nodes.size();
            ClientPlace client = new ClientPlace("client-" + i, node, Zone.MESH);
            boolean alone = nodes.size() == 1;
            String across = alone ? "within " + node : node + " to " + next;
            if (ways.contains(Way.SERVICE)) {
                if (!alone) {
                    probes.add(probe(across, client, nextServer, Way.SERVICE));
                }
                if (withinNodes) {
                    probes.add(probe("within " + node, client, "server-" + i, Way.SERVICE));
                }
            }
            if (ways.contains(Way.POD_IP) && (!alone || withinNodes)) {
                probes.add(probe(across + ", pod IP", client, nextServer, Way.POD_IP));
            }
        }
        return controlled(nodes, servers, probes);
    }

    /** With the control around it. A pair covers two nodes; with an odd number the last one pairs with the first. */
    static Coverage controlled(List<String> nodes, List<ServerOrder> servers, List<Route> probes) {
        List<ServerOrder> all = new ArrayList<>(servers);
        List<Route> routes = new ArrayList<>();
        List<Route> last = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i += 2) {
            String node = nodes.get(i);
            String next = nodes.get((i + 1) % nodes.size());
            all.add(new ServerOrder("control-" + i, next, Zone.PLAIN));
            String name = "control, " + (node.equals(next) ? "within " + node : node + " to " + next);
            ClientPlace plain = new ClientPlace("control-client-" + i, node, Zone.PLAIN);
            routes.add(control(name + ", first", plain, "control-" + i, Turn.CONTROL_FIRST));
            last.add(control(name + ", last", plain, "control-" + i, Turn.CONTROL_LAST));
        }
        routes.addAll(probes);
        routes.addAll(last);
        return new Coverage(all, routes);
    }

    static Route probe(String name, ClientPlace client, String server, Way way) {
        return new Route(name, client, server, way, Turn.PROBE);
    }

    private static Route control(String name, ClientPlace client, String server, Turn turn) {
        return new Route(name, client, server, Way.SERVICE, turn);
    }
}
