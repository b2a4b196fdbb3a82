package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Place;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.agent.testnet.TestNetwork;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.wire.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real connections between two pods of a node that routes to each by a device of its own. */
@Tag("root")
final class FlowCaptureTest {
    private static final String CLIENT = "10.88.0.1";
    private static final String SERVER = "10.88.0.2";
    private static final String SERVICE = "10.96.0.7";
    private static final String GATEWAY = "169.254.1.1";
    private static final byte[] SECRET = "the-secret-of-a-tenant ".repeat(500).getBytes(StandardCharsets.US_ASCII);

    private final TestNetwork network = new TestNetwork();
    private final List<ServerSocket> servers = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Place node;

    @SuppressWarnings("NullAway.Init")
    private Place client;

    @SuppressWarnings("NullAway.Init")
    private Place server;

    @BeforeEach
    void connect() throws IOException {
        node = network.place("n");
        node.ip("addr", "add", GATEWAY + "/32", "dev", "lo");
        node.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        // the ends of a pair that have the same number in their two places are not told from a device without another
        // end
        node.ip("link", "add", "pad0", "type", "veth", "peer", "name", "pad1");
        client = pod("c", "veth0", CLIENT);
        server = pod("s", "veth1", SERVER);
    }

    private Place pod(String name, String device, String address) throws IOException {
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

    @AfterEach
    void remove() throws IOException {
        for (ServerSocket each : servers) {
            each.close();
        }
        network.close();
    }

    /** Answers each connection with as much as it got. */
    private void listen(int port) throws Exception {
        servers.add(server.inside(() -> {
            ServerSocket listener = new ServerSocket(port);
            Thread.ofPlatform().daemon().start(() -> echo(listener));
            return listener;
        }));
    }

    private static void echo(ServerSocket listener) {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().readNBytes(SECRET.length));
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void say(String address, int port) throws Exception {
        client.inside(() -> {
            try (Socket socket = new Socket(InetAddress.ofLiteral(address), port)) {
                socket.getOutputStream().write(SECRET);
                return socket.getInputStream().readNBytes(SECRET.length);
            }
        });
    }

    private interface Talk {
        void talk() throws Exception;
    }

    private NodeFlows counted(Talk talk) throws Exception {
        Process count = new ProcessBuilder(node.command(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlowsOfANode.class.getName(),
                        CLIENT,
                        SERVER,
                        "10.88.0.9")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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

    private static void isALeak(FlowCount count) {
        assertThat(count)
                .extracting(FlowCount::client, FlowCount::server, FlowCount::port)
                .containsExactly(IpAddress.parse(CLIENT), IpAddress.parse(SERVER), 8080);
        assertThat(count.traffic().connections()).isOne();
        assertThat(count.traffic().bytes()).isEqualTo(2L * SECRET.length);
        assertThat(count.looks()).isEqualTo(new Looks(1, 0, 0));
        assertThat(count.established()).isOne();
        assertThat(count.ownDevice()).isOne();
    }

    @Test
    void plaintextBetweenPodsIsOfTheClientsOwnDevice() throws Exception {
        listen(8080);
        NodeFlows flows = counted(() -> say(SERVER, 8080));

        assertThat(flows.counts()).singleElement().satisfies(FlowCaptureTest::isALeak);
        assertThat(flows.dropped()).isZero();
        assertThat(flows.packets()).isPositive();
        assertThat(flows.blind()).containsExactly(IpAddress.parse("10.88.0.9"));
    }

    @Test
    void plaintextThroughAServiceIsOfTheClientsOwnDevice() throws Exception {
        node.run(
                "iptables",
                "-t",
                "nat",
                "-A",
                "PREROUTING",
                "-d",
                SERVICE,
                "-p",
                "tcp",
                "--dport",
                "80",
                "-j",
                "DNAT",
                "--to-destination",
                SERVER + ":8080");
        listen(8080);

        assertThat(counted(() -> say(SERVICE, 80)).counts()).singleElement().satisfies(FlowCaptureTest::isALeak);
    }

    @Test
    void whatGoesToThePortOfHboneIsNotPastIt() throws Exception {
        listen(15008);

        assertThat(counted(() -> say(SERVER, 15008)).counts()).singleElement().satisfies(count -> {
            assertThat(count.port()).isEqualTo(15008);
            assertThat(count.traffic().connections()).isOne();
            assertThat(count.looks()).isEqualTo(Looks.NONE);
            assertThat(count.ownDevice()).isZero();
        });
    }

    @Test
    void ofQuietPodsTheCountsOwnKnocksShowThatItSees() throws Exception {
        NodeFlows flows = counted(() -> {});

        assertThat(flows.counts()).isEmpty();
        assertThat(flows.packets()).isPositive();
        assertThat(flows.blind()).doesNotContain(IpAddress.parse(CLIENT), IpAddress.parse(SERVER));
    }
}
