package io.ambientprober.e2e;

import java.util.List;
import java.util.stream.Stream;

/** What the pods of {@code everyday.yaml} send to each other, until it is closed. */
final class EverydayTraffic implements AutoCloseable {
    /** Sends for five minutes at most; what fails is tried again. */
    private record Sender(String namespace, String pod, String once) {}

    private final List<Process> loops;

    private EverydayTraffic(List<Process> loops) {
        this.loops = loops;
    }

    static EverydayTraffic begin() {
        String server = address("everyday", "server-2");
        String nodePort = Command.kubectl(
                        "-n", "everyday", "get", "service", "server-2", "-o", "jsonpath={.spec.ports[0].nodePort}")
                .requireSuccess();
        String firstNode = Command.kubectl(
                        "get", "node", TestCluster.nodes().get(0), "-o", "jsonpath={.status.addresses[0].address}")
                .requireSuccess();
        return new EverydayTraffic(Stream.of(
                        new Sender("everyday", "client-1", get("server-1.everyday")),
                        new Sender("everyday", "client-1", get("replaced.everyday")),
                        // what is enrolled, and lets plain traffic in by its own wish
                        new Sender("everyday", "client-1", get("bypass-2.everyday")),
                        // out of the mesh, and into it
                        new Sender("everyday", "client-1", get("client-2.everyday-outside")),
                        new Sender("everyday-outside", "client-2", get("server-1.everyday")),
                        // as Prometheus does from a node's own network
                        new Sender("everyday-outside", "scraper-1", get(server + ":8080")),
                        new Sender("everyday-outside", "scraper-2", get(server + ":8080")),
                        new Sender("everyday-outside", "scraper-2", get(firstNode + ":" + nodePort)),
                        new Sender("everyday", "client-1", dnsOverTcp()))
                .map(EverydayTraffic::loop)
                .toList());
    }

    private static String address(String namespace, String pod) {
        return Command.kubectl("-n", namespace, "get", "pod", pod, "-o", "jsonpath={.status.podIP}")
                .requireSuccess();
    }

    private static String get(String authority) {
        return "curl -s -m 2 -o /dev/null http://" + authority + "/hostname";
    }

    /** A question for the root's name servers, to the cluster's DNS server, with its length before it (RFC 1035 section 4.2.2). */
    private static String dnsOverTcp() {
        return "python3 -c 'import socket;"
                + "s=socket.create_connection((open(\"/etc/resolv.conf\").read().split(\"nameserver \")[1].split()[0],53),2);"
                + "s.settimeout(2);s.sendall(bytes.fromhex(\"0011abcd01000001000000000000\"+\"0000020001\"));s.recv(512)'";
    }

    private static Process loop(Sender sender) {
        return Command.start(List.of(
                        "kubectl",
                        "-n",
                        sender.namespace(),
                        "exec",
                        sender.pod(),
                        "--",
                        "timeout",
                        "300",
                        "bash",
                        "-c",
                        "while :; do " + sender.once() + "; sleep 0.3; done"))
                .process();
    }

    @Override
    public void close() {
        loops.forEach(Process::destroy);
    }
}
