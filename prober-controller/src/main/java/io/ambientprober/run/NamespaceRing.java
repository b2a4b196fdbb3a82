package io.ambientprober.run;

import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One ring over namespaces and nodes at once: its places are as many as the larger of both numbers, and each is the next namespace on the
 * next node. Every place sends to the next, so that every namespace and every node is once a client and once a server across both. Also,
 * every namespace has a pair of its own, across nodes where there are two, and every node one of its own. With S places that is at most 4 S paths, S clients and
 * 2 S servers.
 *
 * @param nodes at least one
 * @param namespaces at least one
 */
record NamespaceRing(List<String> nodes, List<String> namespaces) {
    private int places() {
        return Math.max(nodes.size(), namespaces.size());
    }

    private String node(int place) {
        return nodes.get(place % nodes.size());
    }

    private String namespace(int place) {
        return namespaces.get(place % namespaces.size());
    }

    private static String server(int place) {
        return "server-" + place;
    }

    private ClientPlace client(int place) {
        return new ClientPlace("client-" + place, node(place), Zone.MESH, namespace(place));
    }

    Coverage coverage(Set<Way> ways) {
        List<ServerOrder> servers = new ArrayList<>();
        List<Route> probes = new ArrayList<>();
        for (int place = 0; place < places(); place++) {
            servers.add(new ServerOrder(server(place), node(place), Zone.MESH, namespace(place)));
            if (places() > 1) {
                across(place, (place + 1) % places(), ways, probes);
            }
            if (ways.contains(Way.SERVICE) && (place < nodes.size() || nodes.size() == 1)) {
                probes.add(service(place, namespace(place), node(place), server(place)));
            }
        }
        if (ways.contains(Way.SERVICE) && nodes.size() > 1 && namespaces.size() > 1) {
            for (int place = 0; place < namespaces.size(); place++) {
                ServerOrder own = new ServerOrder("own-" + place, node(place + 1), Zone.MESH, namespace(place));
                servers.add(own);
                probes.add(service(place, own.namespace(), own.node(), own.name()));
            }
        }
        return Coverage.controlled(nodes, servers, probes);
    }

    private void across(int place, int next, Set<Way> ways, List<Route> probes) {
        if (ways.contains(Way.SERVICE)) {
            probes.add(service(place, namespace(next), node(next), server(next)));
        }
        if (ways.contains(Way.POD_IP)) {
            String name = name(place, namespace(next), node(next)) + ", pod IP";
            probes.add(Coverage.probe(name, client(place), server(next), Way.POD_IP));
        }
    }

    private Route service(int place, String namespace, String node, String server) {
        return Coverage.probe(name(place, namespace, node), client(place), server, Way.SERVICE);
    }

    private String name(int place, String namespace, String node) {
        return pair(namespace(place), namespace) + ", " + pair(node(place), node);
    }

    private static String pair(String one, String other) {
        return one.equals(other) ? "within " + one : one + " to " + other;
    }
}
