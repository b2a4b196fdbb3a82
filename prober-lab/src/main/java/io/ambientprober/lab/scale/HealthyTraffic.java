package io.ambientprober.lab.scale;

import io.ambientprober.api.Observations;
import io.ambientprober.canary.Canary;
import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the agent of a node sees of a healthy mesh: its encrypted paths in HBONE, each on a connection, and its controls in the clear. */
final class HealthyTraffic {
    private static final long PACKETS = 4000;
    private static final int TLS_1_3 = 0x0304;
    private static final int AES_256_GCM = 0x1302;
    private static final TlsFacts TLS = new TlsFacts(
            new ClientHello(List.of(TLS_1_3), List.of(AES_256_GCM, 0x1301), List.of("h2"), null),
            new ServerHello(TLS_1_3, AES_256_GCM, null),
            false,
            false,
            false,
            List.of());

    /** As ztunnel's: certificates, session tickets, SETTINGS and the first CONNECT. */
    private static final List<Integer> FIRST_RECORDS = List.of(780, 41, 160);

    /** What a record adds: 17 bytes of TLS, 9 of HTTP/2. */
    private static final int OVERHEAD = 26;

    private static final int HEADS = 250;
    /** So far apart do connections begin that none is taken for another. */
    private static final int NUMBERS_APART = 200_000;

    private static final int RECORDS_OF_A_CANARY = 2;

    private final String node;
    private final Plan plan;
    private final Map<String, IpAddress> clients;
    private final long now;

    /** @param clients by path */
    HealthyTraffic(String node, Plan plan, Map<String, IpAddress> clients, long now) {
        this.node = node;
        this.plan = plan;
        this.clients = clients;
        this.now = now;
    }

    Observations seen() {
        List<Connection> connections = new ArrayList<>();
        List<ClearEvidence> clear = new ArrayList<>();
        for (ProbePath path : plan.paths()) {
            IpAddress client = clients.get(path.id());
            if (client == null) {
                continue;
            }
            if (path.expect() == Expectation.PLAINTEXT) {
                IntStream.range(0, path.canary().connections())
                        .mapToObj(number -> control(path, client, number))
                        .forEach(connections::add);
                clear.add(clear(path, client));
            } else {
                connections.add(hbone(path, client));
            }
        }
        TapReading reading = new TapReading(node, PACKETS, 500 * PACKETS, now - 1, now, 0, List.of(), List.of());
        Tap tap = new Tap(node, node, List.of(node + ".pcapng"), "LINUX_SLL2", PACKETS, PACKETS, 0, 0, 0, List.of());
        return new Observations(
                new NodeEvidence(node, List.of(reading), clear, List.of(), connections, List.of()), tap);
    }

    private Connection control(ProbePath path, IpAddress client, int number) {
        return connection(
                client,
                port(path) + number,
                path.server().ips().getFirst(),
                path.server().port(),
                List.of(
                        new CanaryRead(path.id(), number, Direction.CLIENT_TO_SERVER),
                        new CanaryRead(path.id(), number, Direction.SERVER_TO_CLIENT)),
                TlsFacts.NONE,
                half(port(path) + number, path.canary().requestBytes(), clearText()),
                half(port(path) + number, path.canary().responseBytes(), clearText()));
    }

    private static Framing clearText() {
        return new Framing.NotTls("HTTP/1", 1, "POST /canary HTTP/1.1", 0);
    }

    private Connection hbone(ProbePath path, IpAddress client) {
        Canary canary = path.canary();
        return connection(
                client,
                port(path),
                path.server().ips().getFirst(),
                plan.hbonePort(),
                List.of(),
                TLS,
                encrypted(port(path), canary.connections(), canary.requestBytes()),
                encrypted(port(path), canary.connections(), canary.responseBytes()));
    }

    private static Half encrypted(int number, int canaries, int bytesOfEach) {
        long first = FIRST_RECORDS.stream().mapToInt(Integer::intValue).sum();
        long records = (long) canaries * RECORDS_OF_A_CANARY;
        long bytes = first + records * OVERHEAD + (long) canaries * (bytesOfEach + HEADS);
        ApplicationData data =
                new ApplicationData(FIRST_RECORDS.size() + records, bytes, FIRST_RECORDS, ApplicationData.Small.NONE);
        return half(number, bytes + 1000, new Framing.Tls(true, data.records() + 2, data));
    }

    private static Half half(int number, long bytes, Framing framing) {
        int firstSequence = number * NUMBERS_APART;
        return new Half(1 + bytes / 1400, bytes, 0, 0, 0, false, firstSequence + (int) bytes, firstSequence, framing);
    }

    private Connection connection(
            IpAddress client,
            int clientPort,
            IpAddress server,
            int serverPort,
            List<CanaryRead> canaries,
            TlsFacts tls,
            Half... halves) {
        return new Connection(
                client,
                clientPort,
                server,
                serverPort,
                new PacketRef(node, 1, now - 1),
                new PacketRef(node, PACKETS, now),
                true,
                true,
                false,
                !canaries.isEmpty(),
                canaries,
                List.of(),
                tls,
                halves[0],
                halves[1]);
    }

    private static int port(ProbePath path) {
        return 20_000 + Integer.parseInt(path.id(), 16) * 4 % 40_000;
    }

    private ClearEvidence clear(ProbePath path, IpAddress client) {
        int connections = path.canary().connections();
        List<Sighting> sightings = IntStream.range(0, ClearEvidence.MAX_SIGHTINGS)
                .mapToObj(number -> new Sighting(
                        node,
                        number + 1,
                        2,
                        now,
                        "tcp",
                        client,
                        port(path) + number % connections,
                        path.server().ips().getFirst(),
                        path.server().port(),
                        List.of(),
                        number % connections,
                        Direction.CLIENT_TO_SERVER,
                        "POST /canary/" + path.id() + "/" + number + " HTTP/1.1\\r\\nHost: 10.0.0.1\\r\\n"))
                .toList();
        return new ClearEvidence(path.id(), true, false, 200, connections, connections, sightings);
    }
}
