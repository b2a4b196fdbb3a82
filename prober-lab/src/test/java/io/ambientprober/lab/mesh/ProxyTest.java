package io.ambientprober.lab.mesh;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.Route;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.net.Netns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two proxies on loopback: what a client says to the outbound port of one is answered by an application behind the other. */
@Timeout(30)
class ProxyTest {
    private static final Spiffe CLIENT = Spiffe.of("mesh", "client");
    private static final Spiffe SERVER = Spiffe.of("mesh", "server");
    private static final Spiffe WAYPOINT = Spiffe.of("mesh", "waypoint");
    private static final String LOOPBACK = "127.0.0.1";
    private static final String WAYPOINT_IP = "127.0.0.2";
    private static final Ports ANY = new Ports(0, 0, 0);
    private static final Endpoint SERVICE = new Endpoint("10.96.0.1", 80);
    private static final String ASKED = "hello ".repeat(3000);

    private final Vertx vertx = Vertx.vertx();
    private Authority authority;
    private ServerSocket application;
    private ProxyConfig state;

    @BeforeEach
    void startApplication() throws IOException {
        authority = Authority.create();
        application = new ServerSocket(0, 50, InetAddress.ofLiteral(LOOPBACK));
        Thread.ofVirtual().start(this::echo);
        Endpoint pod = new Endpoint(LOOPBACK, application.getLocalPort());
        state = new ProxyConfig(
                1,
                authority.certificatePem(),
                List.of(),
                Map.of(LOOPBACK, SERVER),
                List.of(new Route(SERVICE, pod, null)));
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
        application.close();
    }

    private void echo() {
        try {
            while (true) {
                Socket socket = application.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            // Closed at the end of the test.
        }
    }

    private static void echo(Socket accepted) {
        try (Socket socket = accepted) {
            socket.getOutputStream().write(socket.getInputStream().readNBytes(ASKED.length()));
        } catch (IOException e) {
            // The peer has gone.
        }
    }

    @Test
    void carriesBothDirectionsThroughHbone() throws Exception {
        Ports server = server(SERVER, Policy.NONE);
        Ports client = client(CLIENT, server);

        assertThat(ask(client.outbound())).isEqualTo(ASKED);
    }

    @Test
    void carriesAllConnectionsOverOne() throws Exception {
        Ports server = server(SERVER, Policy.NONE);
        try (CountingRelay relay = CountingRelay.to(server.hbone())) {
            Ports client = client(CLIENT, new Ports(0, 0, relay.port()));

            assertThat(ask(client.outbound())).isEqualTo(ASKED);
            assertThat(ask(client.outbound())).isEqualTo(ASKED);

            assertThat(relay.connections()).isEqualTo(1);
        }
    }

    /** More than one HBONE connection has streams. */
    @Test
    void carriesAnyNumberOfConnectionsOneAfterTheOther() throws Exception {
        Ports server = server(SERVER, Policy.NONE);
        Ports client = client(CLIENT, server);

        for (int number = 0; number < 300; number++) {
            try (Socket socket = connect(client.outbound())) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream().write(ASKED.getBytes(US_ASCII));
                assertThat(socket.getInputStream().readNBytes(ASKED.length()))
                        .as("of connection " + number)
                        .hasSize(ASKED.length());
            }
        }
    }

    @Test
    void refusesOnePort() throws Exception {
        Policy denied = new Policy(List.of(application.getLocalPort()), List.of(), List.of(), false);
        Ports server = server(SERVER, denied);
        Ports client = client(CLIENT, server);

        assertThat(askOrNothing(client.outbound())).isEmpty();
        assertThat(askOrNothing(server.plaintext())).isEmpty();
    }

    @Test
    void admitsAPrincipalByHboneAndNobodyInClear() throws Exception {
        Policy identity = new Policy(List.of(), List.of(application.getLocalPort()), List.of(CLIENT), false);
        Ports server = server(SERVER, identity);
        Ports client = client(CLIENT, server);
        Ports stranger = client(Spiffe.of("mesh", "other"), server);

        assertThat(ask(client.outbound())).isEqualTo(ASKED);
        assertThat(askOrNothing(stranger.outbound())).isEmpty();
        assertThat(askOrNothing(server.plaintext())).isEmpty();
    }

    @Test
    void takesPlaintextUnlessStrict() throws Exception {
        Ports permissive = server(SERVER, Policy.NONE);
        Ports strict = server(SERVER, Policy.NONE.withStrict());

        assertThat(ask(permissive.plaintext())).isEqualTo(ASKED);
        assertThat(askOrNothing(strict.plaintext())).isEmpty();
    }

    @Test
    void endsAStrictConnectionBeforeItsFirstByte() throws Exception {
        Ports strict = server(SERVER, Policy.NONE.withStrict());

        try (Socket socket = connect(strict.plaintext())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesAServerWithAnotherIdentity() throws Exception {
        Ports server = server(Spiffe.of("mesh", "impostor"), Policy.NONE);
        Ports client = client(CLIENT, server);

        assertThat(askOrNothing(client.outbound())).isEmpty();
    }

    @Test
    void leadsThroughAWaypoint() throws Exception {
        Endpoint pod = new Endpoint(LOOPBACK, application.getLocalPort());
        state = new ProxyConfig(
                1,
                authority.certificatePem(),
                List.of(),
                Map.of(LOOPBACK, SERVER, WAYPOINT_IP, WAYPOINT),
                List.of(new Route(SERVICE, pod, WAYPOINT_IP)));
        Ports server = server(SERVER, new Policy(List.of(), List.of(pod.port()), List.of(WAYPOINT), false));
        Ports waypoint = open(WAYPOINT_IP, WAYPOINT, Policy.NONE, server.hbone(), SERVICE);
        Ports client = client(CLIENT, waypoint);

        assertThat(ask(client.outbound())).isEqualTo(ASKED);
    }

    private Ports server(Spiffe identity, Policy policy) throws Exception {
        return open(LOOPBACK, identity, policy, 0, new Endpoint(LOOPBACK, application.getLocalPort()));
    }

    private Ports client(Spiffe identity, Ports server) throws Exception {
        return open(LOOPBACK, identity, Policy.NONE, server.hbone(), SERVICE);
    }

    private Ports open(String ip, Spiffe identity, Policy policy, int peersHbone, Endpoint destination)
            throws Exception {
        ServedPod pod = new ServedPod(new Netns("unused"), List.of(ip), authority.issue(identity), policy, Hbone.TLS);
        return await(PodProxy.open(vertx, pod, () -> state, ANY, peersHbone, accepted -> destination))
                .ports();
    }

    private static String askOrNothing(int port) {
        try {
            return ask(port);
        } catch (IOException e) {
            return "";
        }
    }

    private static String ask(int port) throws IOException {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(ASKED.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.ofLiteral(LOOPBACK), port);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
