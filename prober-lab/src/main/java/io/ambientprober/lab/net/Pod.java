package io.ambientprober.lab.net;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A namespace with one device, routed to the node that it stands on. */
public final class Pod implements AutoCloseable {
    /** As Calico does it: a gateway that needs no address of its own, with an address that is never asked for. */
    private static final String GATEWAY_V4 = "169.254.1.1";

    private static final String GATEWAY_V6 = "fe80::1";
    private static final String GATEWAY_MAC = "ee:ee:ee:ee:ee:ee";
    /** Leaves room for the 50 bytes of VXLAN under an MTU of 1500, whether the lab tunnels now or later. */
    private static final int MTU = 1450;

    private final String name;
    private final Node node;
    private final Netns netns;
    private final List<IpAddress> ips;
    private final Undo undo;

    private Pod(String name, Node node, Netns netns, List<IpAddress> ips, Undo undo) {
        this.name = name;
        this.node = node;
        this.netns = netns;
        this.ips = List.copyOf(ips);
        this.undo = undo;
    }

    static Pod open(String name, Node node, String netnsName, int number, boolean ipv6) throws IOException {
        Undo undo = new Undo();
        try {
            Netns netns = Netns.create(netnsName);
            undo.add(netns::delete);
            List<IpAddress> ips = new ArrayList<>();
            ips.add(AddressPlan.podV4(node.number(), number));
            if (ipv6) {
                netns.write("ipv6/conf/default/accept_dad", "0");
                ips.add(AddressPlan.podV6(node.number(), number));
            }
            String mac = "02:00:00:%02x:%02x:%02x".formatted(node.number(), number >> 8, number & 0xFF);
            String device = "pod" + number;
            node.netns().ip(outside(device, netns, mac, ips));
            // A connection that the proxy of the node still holds in it keeps the namespace, which would keep the
            // device.
            undo.add(() -> node.netns().ip(List.of("link delete " + device)));
            netns.ip(inside(mac, ips));
            return new Pod(name, node, netns, ips, undo);
        } catch (IOException | RuntimeException e) {
            undo.closeAfter(e);
            throw e;
        }
    }

    private static List<String> outside(String device, Netns netns, String mac, List<IpAddress> ips) {
        List<String> lines = new ArrayList<>();
        lines.add("link add " + device + " type veth peer name eth0 netns " + netns.name());
        lines.add("link set " + device + " address " + GATEWAY_MAC + " mtu " + MTU + " up");
        for (IpAddress ip : ips) {
            lines.add("route add " + ip + " dev " + device);
            lines.add("neigh replace " + ip + " lladdr " + mac + " dev " + device + " nud permanent");
        }
        return lines;
    }

    private static List<String> inside(String mac, List<IpAddress> ips) {
        List<String> lines = new ArrayList<>();
        lines.add("link set lo up");
        lines.add("link set eth0 address " + mac + " mtu " + MTU + " up");
        for (IpAddress ip : ips) {
            String gateway = ip.isV4() ? GATEWAY_V4 : GATEWAY_V6;
            lines.add("address add " + ip + (ip.isV4() ? "/32" : "/128 nodad") + " dev eth0");
            lines.add("neigh replace " + gateway + " lladdr " + GATEWAY_MAC + " dev eth0 nud permanent");
            lines.add("route add default via " + gateway + " dev eth0 onlink");
        }
        return lines;
    }

    public String name() {
        return name;
    }

    public Node node() {
        return node;
    }

    public Netns netns() {
        return netns;
    }

    public List<IpAddress> ips() {
        return ips;
    }

    /** The address of the family asked for. */
    public IpAddress ip(boolean v4) {
        return ips.stream()
                .filter(ip -> ip.isV4() == v4)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has no such address"));
    }

    @Override
    public void close() throws IOException {
        undo.close();
    }
}
