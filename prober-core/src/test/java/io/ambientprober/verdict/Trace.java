package io.ambientprober.verdict;

import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as a node saw it, hand-made: answered and acknowledged, TLS 1.3 in both directions, but for what a test changes. */
record Trace(
        String client,
        int clientPort,
        String server,
        int serverPort,
        boolean opened,
        boolean answered,
        boolean reset,
        boolean clear,
        TlsFacts tls,
        Framing request,
        Framing response) {
    private static final Framing DATA = data();

    private static Framing data() {
        return new Framing.Tls(true, 10, new ApplicationData(8, 5000, List.of(), Small.NONE));
    }

    static Trace of(String client, String server, int serverPort) {
        return new Trace(
                client,
                40_000,
                server,
                serverPort,
                true,
                true,
                false,
                false,
                hellos(0x0304, 0x1302, null, "h2"),
                DATA,
                DATA);
    }

    static TlsFacts hellos(int version, int suite, @Nullable String chosen, String... offered) {
        return new TlsFacts(
                new ClientHello(List.of(version), List.of(suite), List.of(offered), null),
                new ServerHello(version, suite, chosen),
                false,
                false,
                false,
                List.of());
    }

    static TlsFacts alerts(Alert... alerts) {
        return new TlsFacts(null, null, false, false, false, List.of(alerts));
    }

    Trace from(int port) {
        return new Trace(client, port, server, serverPort, opened, answered, reset, clear, tls, request, response);
    }

    /** Begun before the capture. */
    Trace old() {
        return new Trace(client, clientPort, server, serverPort, false, answered, reset, clear, tls, request, response);
    }

    Trace unanswered() {
        return new Trace(client, clientPort, server, serverPort, opened, false, false, clear, tls, request, response);
    }

    Trace wasReset() {
        return new Trace(client, clientPort, server, serverPort, opened, false, true, clear, tls, request, response);
    }

    Trace inClear() {
        return new Trace(client, clientPort, server, serverPort, opened, answered, reset, true, tls, request, response);
    }

    Trace with(TlsFacts facts) {
        return new Trace(
                client, clientPort, server, serverPort, opened, answered, reset, clear, facts, request, response);
    }

    Trace carrying(Framing there, Framing back) {
        return new Trace(client, clientPort, server, serverPort, opened, answered, reset, clear, tls, there, back);
    }

    Trace empty() {
        return carrying(new Framing.Empty(), new Framing.Empty()).with(TlsFacts.NONE);
    }

    /** @param enteredBy devices by which the client's packets came into the node; none where the capture does not say */
    Seen<Connection> on(String node, Integer... enteredBy) {
        PacketRef packet = new PacketRef("tap-" + node, 7, 0);
        return new Seen<>(
                node,
                new Connection(
                        IpAddress.parse(client),
                        clientPort,
                        IpAddress.parse(server),
                        serverPort,
                        packet,
                        packet,
                        opened,
                        answered,
                        reset,
                        clear,
                        List.of(),
                        List.of(enteredBy),
                        tls,
                        half(request),
                        half(response)));
    }

    private static Half half(Framing framing) {
        return framing instanceof Framing.Empty
                ? new Half(1, 0, 0, 0, 0, false, null, 0, framing)
                : new Half(5, 5000, 0, 0, 0, false, 99, 1, framing);
    }
}
