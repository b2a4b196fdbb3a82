package io.ambientprober.lab.net;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes on one underlay. Everything is a namespace or lies in one: the machine's own network is left alone. */
public final class Network {
    private static final String UNDERLAY = "underlay";
    private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6");

    private final LabId id;
    /** Held while a pod is made, so that none is made behind the back of who takes the network away. */
    private final ReentrantReadWriteLock standing = new ReentrantReadWriteLock();

    private boolean gone;
    private final boolean ipv6;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> nodeOf = new ConcurrentHashMap<>();
    private final Set<PortForward> forwards = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pods = new AtomicInteger(1);
    private final AtomicInteger services = new AtomicInteger();

    private Network(LabId id, boolean ipv6) {
        this.id = id;
        this.ipv6 = ipv6;
    }

    /**
     * Builds one.
     *
     * @param undo removes it again
     */
    public static Network open(LabId id, int size, Undo undo) throws IOException {
        Network network = new Network(id, hasIpv6());
        undo.add(network::takeAway);
        Netns underlay = Netns.create(id.name(UNDERLAY));
        underlay.ip(List.of("link set lo up", "link add bridge0 type bridge", "link set bridge0 up"));
        for (int number = 1; number <= size; number++) {
            Node node = new Node(number, Netns.create(id.name("node-" + number)));
            node.join(underlay, network.ipv6);
            network.nodes.add(node);
        }
        network.routeDirectly();
        return network;
    }

    private static boolean hasIpv6() throws IOException {
        return Files.exists(IPV6) && Files.readString(IPV6).strip().equals("0");
    }

    private void routeDirectly() throws IOException {
        for (Node from : nodes) {
            for (Node to : nodes) {
                if (!from.equals(to)) {
                    from.routeTo(to, ipv6);
                }
            }
        }
    }

    /** Sends what pods of different nodes say to each other through VXLAN, until closed. */
    public Undo tunnel(int port) throws IOException {
        Undo tunnel = new Undo();
        try {
            tunnel.add(this::routeDirectly);
            for (Node node : nodes) {
                node.openTunnel(port);
                tunnel.add(node::closeTunnel);
            }
            for (Node from : nodes) {
                for (Node to : nodes) {
                    if (!from.equals(to)) {
                        from.tunnelTo(to, ipv6);
                    }
                }
            }
            return tunnel;
        } catch (IOException | RuntimeException e) {
            tunnel.closeAfter(e);
            throw e;
        }
    }

    public boolean ipv6() {
        return ipv6;
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name));
    }

    /** @throws CancellationException when the network is being, or has been, removed */
    public Pod pod(String name, Node node) throws IOException {
        if (!standing.readLock().tryLock()) {
            throw new CancellationException("the network is being deleted");
        }
        try {
            if (gone) {
                throw new CancellationException("the network was deleted");
            }
            int number = pods.incrementAndGet();
            String namespace = id.name(name + "-" + number);
            nodeOf.put(namespace, node);
            return Pod.open(name, node, namespace, number, ipv6);
        } finally {
            standing.readLock().unlock();
        }
    }

    /** By name, so that it does not matter how far anybody had come. */
    private void takeAway() throws IOException {
        standing.writeLock().lock();
        try {
            gone = true;
            StaleLabs.remove(id::equals);
        } finally {
            standing.writeLock().unlock();
        }
    }

    /** Names of the namespaces of the pods that stand. */
    public List<String> podNames() throws IOException {
        List<String> others = Stream.concat(
                        Stream.of(id.name(UNDERLAY)),
                        nodes.stream().map(node -> node.netns().name()))
                .toList();
        return Netns.names().stream()
                .filter(name -> LabId.of(name).filter(id::equals).isPresent())
                .filter(name -> !others.contains(name))
                .toList();
    }

    /** Names of the namespaces of a node, and of all pods that were ever on it. */
    public Set<String> namespaces(Node node) {
        return Stream.concat(
                        Stream.of(node.netns().name()),
                        nodeOf.entrySet().stream()
                                .filter(pod -> pod.getValue().equals(node))
                                .map(Map.Entry::getKey))
                .collect(Collectors.toSet());
    }

    /** Pulls a node's cable, or puts it in again; its routes stay. */
    public void plug(Node node, boolean in) throws IOException {
        new Netns(id.name(UNDERLAY)).ip(List.of("link set " + node.name() + (in ? " up" : " down")));
    }

    /**
     * A way from this machine's loopback device to a port of a namespace's.
     *
     * @param undo ends it
     */
    public PortForward forward(Netns netns, int port, Undo undo) throws IOException {
        PortForward forward = PortForward.to(netns, port);
        forwards.add(forward);
        undo.add(() -> {
            forwards.remove(forward);
            forward.close();
        });
        return forward;
    }

    /** Ends every connection that goes such a way. */
    public void cutForwards() {
        forwards.forEach(PortForward::cut);
    }

    /** An address that no Service of this network has yet. */
    public IpAddress serviceIp(boolean v4) {
        int number = services.incrementAndGet();
        return v4 ? AddressPlan.serviceV4(number) : AddressPlan.serviceV6(number);
    }
}
