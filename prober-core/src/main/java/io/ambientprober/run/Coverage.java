package io.ambientprober.run;

import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Zone;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pairs of nodes are probed: a ring, so that every node is once a client and once a server across nodes, and once a pair of its
 * own. That is 2 N paths for N nodes, not N squared. Control pairs in clear cover every node, and run before and after all others.
 *
 * @param routes in the order in which they run
 */
record Coverage(List<ServerOrder> servers, List<Route> routes) {
    Coverage {
        servers = List.copyOf(servers);
        routes = List.copyOf(routes);
    }

    /** The control brackets the others: a capture that saw it first and last saw plaintext from its beginning to its end. */
    enum Turn {
        CONTROL_FIRST,
        PROBE,
        CONTROL_LAST
    }

    /**
     * One client to one server.
     *
     * @param server name of the server's order
     */
    record Route(String name, Zone zone, String clientNode, String server, Turn turn) {}

    /**
     * The ring over these nodes, in their order.
     *
     * @param nodes at least one
     */
    static Coverage ring(List<String> nodes) {
        List<ServerOrder> servers = new ArrayList<>();
        List<Route> first = new ArrayList<>();
        List<Route> probes = new ArrayList<>();
        List<Route> last = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String node = nodes.get(i);
            String next = nodes.get((i + 1) % nodes.size());
            servers.add(new ServerOrder("server-" + i, node, Zone.MESH));
            if (nodes.size() > 1) {
                String server = "server-" + (i + 1) % nodes.size();
                probes.add(new Route(node + " to " + next, Zone.MESH, node, server, Turn.PROBE));
            }
            probes.add(new Route("within " + node, Zone.MESH, node, "server-" + i, Turn.PROBE));
            // a pair covers two nodes; with an odd number the last one pairs with the first
            if (i % 2 == 0) {
                servers.add(new ServerOrder("control-" + i, next, Zone.PLAIN));
                String name = "control, " + (node.equals(next) ? "within " + node : node + " to " + next);
                first.add(new Route(name + ", first", Zone.PLAIN, node, "control-" + i, Turn.CONTROL_FIRST));
                last.add(new Route(name + ", last", Zone.PLAIN, node, "control-" + i, Turn.CONTROL_LAST));
            }
        }
        List<Route> routes = new ArrayList<>(first);
        routes.addAll(probes);
        routes.addAll(last);
        return new Coverage(servers, routes);
    }
}
