package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Place;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.agent.testnet.TestNetwork;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.flow.NodeFlows;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A node that routes to each of two pods by a device of its own, and counts what they send. */
final class CountedNode implements AutoCloseable {
    static final String CLIENT = "10.88.0.1";
    static final String SERVER = "10.88.0.2";
    static final byte[] SECRET = "the-secret-of-a-tenant ".repeat(500).getBytes(StandardCharsets.US_ASCII);

    private static final String GATEWAY = "169.254.1.1";

    private final TestNetwork network = new TestNetwork();
    private final List<ServerSocket> servers = new ArrayList<>();
    private final Place node;
    private final Place client;
    private final Place server;

    interface Talk {
        void talk() throws Exception;
    }

    private CountedNode() throws IOException {
        node = network.place("n");
        node.ip("addr", "add", GATEWAY + "/32", "dev", "lo");
        node.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        // the ends of a pair that have the same number in their two places are not told from a device without another
        // end
        node.ip("link", "add", "pad0", "type", "veth", "peer", "name", "pad1");
        client = pod("c", "veth0", CLIENT);
        server = pod("s", "veth1", SERVER);
    }

    static CountedNode open() throws IOException {
        return new CountedNode();
    }

    Place node() {
        return node;
    }

    Place client() {
        return client;
    }

    /** One more place to which the node routes by a device of its own. */
    Place pod(String name, String device, String address) throws IOException {
        Place pod = network.place(name);
        node.ip("link", "add", device, "type", "veth", "peer", "name", "eth0", "netns", pod.name());
        node.ip("link", "set", device, "up");
        pod.ip("link", "set", "eth0", "up");
        pod.ip("addr", "add", address + "/32", "dev", "eth0");
        pod.ip("route", "add", GATEWAY, "dev", "eth0", "scope", "link");
        pod.ip("route", "add", "default", "via", GATEWAY);
        node.ip("route", "add", address, "dev", device);
        return pod;
    }

    /** Adds a rule to the node's translation of addresses. */
    void translate(String... rule) throws IOException {
        List<String> command = new ArrayList<>(List.of("iptables", "-t", "nat", "-A"));
        command.addAll(List.of(rule));
        node.run(command.toArray(String[]::new));
    }

    /** Has the server answer each connection with as much as it got. */
    void listen(int port) throws Exception {
        servers.add(server.inside(() -> {
            ServerSocket listener = new ServerSocket(port);
            Thread.ofPlatform().daemon().start(() -> echo(listener));
            return listener;
        }));
    }

    private static void echo(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(SECRET.length));
            } catch (IOException e) {
                // a client that resets its connection ends none of the others
            }
        }
    }

    /** Sends the secret, and gets it back. */
    static void say(Place from, String address, int port) throws Exception {
        byte[] answer = from.inside(() -> {
            try (Socket socket = new Socket(InetAddress.ofLiteral(address), port)) {
                socket.getOutputStream().write(SECRET);
                return socket.getInputStream().readNBytes(SECRET.length);
            }
        });
        assertThat(answer).isEqualTo(SECRET);
    }

    /** What is counted of both pods, and of an address that is nobody's, while they talk. */
    NodeFlows counted(Talk talk) throws Exception {
        Process count = node.java(FlowsOfANode.class, CLIENT, SERVER, "10.88.0.9");
        try (BufferedReader said = count.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("counting");
            talk.talk();
            count.getOutputStream().close();
            String json = Objects.requireNonNull(said.readLine());
            assertThat(count.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(json).doesNotContain("secret");
            return NodeFlowsJson.flows(Plans.NODE, json.getBytes(StandardCharsets.UTF_8));
        } finally {
            count.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket each : servers) {
            each.close();
        }
        network.close();
    }
}
