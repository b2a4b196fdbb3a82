package io.ambientprober.lab.net;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A namespace that forwards between its pods and the underlay. */
public record Node(int number, Netns netns) {
    private static final String TUNNEL = "vxlan0";
    private static final int TUNNEL_ID = 1;

    public String name() {
        return "node-" + number;
    }

    IpAddress ip() {
        return AddressPlan.nodeV4(number);
    }

    /** Of both families. */
    public List<IpAddress> ips() {
        return List.of(ip(), AddressPlan.nodeV6(number));
    }

    void join(Netns underlay, boolean ipv6) throws IOException {
        netns.write("ipv4/ip_forward", "1");
        List<String> lines = new ArrayList<>();
        lines.add("link set lo up");
        lines.add("link add eth0 type veth peer name " + name() + " netns " + underlay.name());
        lines.add("address add " + ip() + AddressPlan.UNDERLAY_V4 + " dev eth0");
        if (ipv6) {
            netns.write("ipv6/conf/all/forwarding", "1");
            netns.write("ipv6/conf/default/accept_dad", "0");
            lines.add("address add " + AddressPlan.nodeV6(number) + AddressPlan.UNDERLAY_V6 + " dev eth0 nodad");
        }
        lines.add("link set eth0 up");
        netns.ip(lines);
        underlay.ip(List.of("link set " + name() + " master bridge0 up"));
    }

    /** Routes to the other node's pods over the underlay itself. */
    void routeTo(Node other, boolean ipv6) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("route replace " + AddressPlan.podsV4(other.number) + " via " + other.ip() + " dev eth0");
        if (ipv6) {
            lines.add("route replace " + AddressPlan.podsV6(other.number) + " via " + AddressPlan.nodeV6(other.number)
                    + " dev eth0");
        }
        netns.ip(lines);
    }

    void openTunnel(int port) throws IOException {
        netns.ip(List.of(
                "link add " + TUNNEL + " type vxlan id " + TUNNEL_ID + " local " + ip() + " dstport " + port
                        + " nolearning",
                "link set " + TUNNEL + " address " + tunnelMac() + " mtu 1450 up"));
    }

    /** As Flannel does it: the peer of a route is not a host but the other node's end of the tunnel. */
    void tunnelTo(Node other, boolean ipv6) throws IOException {
        Command.of("bridge", "-netns", netns.name(), "fdb", "append", other.tunnelMac(), "dev", TUNNEL, "dst")
                .with(List.of(other.ip().toString()))
                .run();
        List<String> lines = new ArrayList<>();
        lines.add(tunnelNeighbour(other, "169.254.2." + other.number));
        lines.add("route replace " + AddressPlan.podsV4(other.number) + " via 169.254.2." + other.number + " dev "
                + TUNNEL + " onlink");
        if (ipv6) {
            lines.add(tunnelNeighbour(other, "fe80::2:" + other.number));
            lines.add("route replace " + AddressPlan.podsV6(other.number) + " via fe80::2:" + other.number + " dev "
                    + TUNNEL + " onlink");
        }
        netns.ip(lines);
    }

    private static String tunnelNeighbour(Node other, String address) {
        return "neigh replace " + address + " lladdr " + other.tunnelMac() + " dev " + TUNNEL + " nud permanent";
    }

    private String tunnelMac() {
        return "02:00:00:ff:00:%02x".formatted(number);
    }

    void closeTunnel() throws IOException {
        netns.ip(List.of("link delete " + TUNNEL));
    }
}
