package io.ambientprober.run;

import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which pairs of nodes are probed: a ring, so that every node is once a client and once a server across nodes, and once a pair of its
 * own; where pods can be dialled by their own address, once more so to the next node. That is at most 3 N paths for N nodes, not N
 * squared. Controls in the clear cover every node, and run before and after all others; they dial pods, as no Service is needed to see
 * what is in the clear.
 *
 * @param routes in the order in which they run
 */
public record Coverage(List<ServerOrder> servers, List<Route> routes) {
    /**
     * So many nodes have a client of the control between them, and each of the others a server. A client costs more requests to the API server than
     * a server does; one that is lost takes the proof from no more nodes than these.
     */
    private static final int NODES_OF_A_CONTROL = 4;

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

    /** With the control around it. */
    static Coverage controlled(List<String> nodes, List<ServerOrder> servers, List<Route> probes) {
        List<ServerOrder> all = new ArrayList<>(servers);
        List<Route> first = new ArrayList<>();
        List<Route> last = new ArrayList<>();
        int clients = Math.ceilDiv(nodes.size(), NODES_OF_A_CONTROL);
        for (int i = 0; i < clients; i++) {
            int from = i * nodes.size() / clients;
            int end = (i + 1) * nodes.size() / clients;
            String node = nodes.get(from);
            ClientPlace plain = new ClientPlace("control-client-" + from, node, Zone.PLAIN);
            for (int to = Math.min(from + 1, end - 1); to < end; to++) {
                String other = nodes.get(to);
                String server = "control-" + to;
                all.add(new ServerOrder(server, other, Zone.PLAIN));
                String name = "control, " + (node.equals(other) ? "within " + node : node + " to " + other);
                first.add(control(name + ", first", plain, server, Turn.CONTROL_FIRST));
                last.add(control(name + ", last", plain, server, Turn.CONTROL_LAST));
            }
        }
        return new Coverage(
                all, Stream.of(first, probes, last).flatMap(List::stream).toList());
    }

    static Route probe(String name, ClientPlace client, String server, Way way) {
        return new Route(name, client, server, way, Turn.PROBE);
    }

    private static Route control(String name, ClientPlace client, String server, Turn turn) {
        return new Route(name, client, server, Way.POD_IP, turn);
    }
}
