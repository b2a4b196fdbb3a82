package io.ambientprober.lab.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("root")
@Timeout(60)
class NetworkTest {
    private static final int PORT = 8080;

    private final Undo undo = new Undo();
    private Network network;
    private Pod client;
    private Pod near;
    private Pod far;

    @BeforeEach
    void build() throws IOException {
        network = Network.open(LabId.mine(), 2, undo);
        Node one = network.nodes().getFirst();
        client = network.pod("client", one);
        near = network.pod("near", one);
        far = network.pod("far", network.nodes().getLast());
    }

    @AfterEach
    void leavesNothing() throws IOException {
        undo.close();

        assertThat(Netns.names())
                .noneMatch(
                        name -> name.startsWith("ap-" + ProcessHandle.current().pid() + "-"));
    }

    @Test
    void joinsPodsOfOneNodeAndOfTwo() throws IOException {
        for (Pod server : List.of(near, far)) {
            for (IpAddress ip : server.ips()) {
                assertThat(seenBy(server, ip, PORT)).isEqualTo(client.ip(ip.isV4()));
            }
        }
    }

    @Test
    void tunnels() throws IOException {
        Undo tunnel = network.tunnel(8472);
        for (IpAddress ip : far.ips()) {
            assertThat(seenBy(far, ip, PORT)).isEqualTo(client.ip(ip.isV4()));
        }
        tunnel.close();
        assertThat(seenBy(far, far.ip(true), PORT)).isEqualTo(client.ip(true));
    }

    @Test
    void putsAPodInAServicesPlace() throws IOException {
        for (IpAddress ip : far.ips()) {
            IpAddress service = network.serviceIp(ip.isV4());
            for (Node node : network.nodes()) {
                ServiceRules.add(node, service, ip, Map.of(80, PORT));
            }

            assertThat(seenBy(far, service, 80)).isEqualTo(client.ip(ip.isV4()));

            for (Node node : network.nodes()) {
                ServiceRules.remove(node, service, ip, Map.of(80, PORT));
            }
            assertThatThrownBy(() -> seenBy(far, service, 80)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void knowsWhereARedirectedConnectionWasGoing() throws Exception {
        for (IpAddress ip : far.ips()) {
            PacketRules.add(client.netns(), ip.isV4(), "nat", List.of("-A OUTPUT -p tcp -j REDIRECT --to-ports 15001"));

            InetSocketAddress original = originalDestination(ip);

            assertThat(IpAddress.parse(original.getAddress().getHostAddress())).isEqualTo(ip);
            assertThat(original.getPort()).isEqualTo(PORT);
        }
    }

    @Test
    void forwardsAPortOfTheMachineToAPodsLoopback() throws Exception {
        try (ServerSocket listener =
                        far.netns().inside(() -> new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
                PortForward forward = PortForward.to(far.netns(), listener.getLocalPort());
                Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), forward.port());
                Socket accepted = listener.accept()) {
            socket.getOutputStream().write("hello".getBytes(US_ASCII));
            socket.shutdownOutput();
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo("hello".getBytes(US_ASCII));
            accepted.getOutputStream().write("bye".getBytes(US_ASCII));
            accepted.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo("bye".getBytes(US_ASCII));
        }
    }

    @Test
    void makesNoPodOnceItIsTakenAway() throws Exception {
        Node node = network.nodes().getFirst();
        undo.close();

        assertThatThrownBy(() -> network.pod("late", node)).isInstanceOf(CancellationException.class);
    }

    @Test
    void marksASocket() throws Exception {
        try (Socket socket = new Socket();
                Socket other = new Socket()) {
            socket.bind(null);
            other.bind(null);

            SocketHandle.find(seconds -> linger(socket, seconds)).mark(0x539);

            assertThat(SocketHandle.find(seconds -> linger(socket, seconds)).mark())
                    .isEqualTo(0x539);
            assertThat(SocketHandle.find(seconds -> linger(other, seconds)).mark())
                    .isZero();
            assertThat(socket.getSoLinger()).isEqualTo(-1);
        }
    }

    private InetSocketAddress originalDestination(IpAddress ip) throws IOException {
        try (ServerSocket proxy = client.netns().inside(() -> new ServerSocket(15001));
                Socket socket = client.netns().inside(() -> connect(ip, PORT));
                Socket accepted = proxy.accept()) {
            assertThat(socket.isConnected()).isTrue();
            return SocketHandle.find(seconds -> linger(accepted, seconds))
                    .originalDestination(accepted.getInetAddress());
        }
    }

    private static void linger(Socket socket, int seconds) throws IOException {
        socket.setSoLinger(seconds >= 0, Math.max(seconds, 0));
    }

    /** The address of the client, as the server sees it when the client dials the target. */
    private IpAddress seenBy(Pod server, IpAddress target, int port) throws IOException {
        try (ServerSocket listener = server.netns().inside(() -> new ServerSocket(PORT));
                Socket socket = client.netns().inside(() -> connect(target, port));
                Socket accepted = listener.accept()) {
            socket.getOutputStream().write("hello".getBytes(US_ASCII));
            assertThat(accepted.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
            return IpAddress.parse(accepted.getInetAddress().getHostAddress());
        }
    }

    private static Socket connect(IpAddress ip, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(ip.toString()), port), 1000);
        return socket;
    }
}
