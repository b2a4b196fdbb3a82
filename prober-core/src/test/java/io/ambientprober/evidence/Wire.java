package io.ambientprober.evidence;

import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.ApplicationData.Sum;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A connection as one node saw it, hand-made: as the real thing but for what a test changes. */
record Wire(
        String client,
        int clientPort,
        String server,
        boolean opened,
        boolean answered,
        @Nullable ClientHello clientHello,
        @Nullable ServerHello serverHello,
        Half request,
        Half response) {
    static final int HBONE = 15008;
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;
    static final int AES_256_GCM = 0x1302;

    /** Certificates, SETTINGS and CONNECT: three records of this length. */
    static final int FIRST = 300;

    /** With TLS 1.3 from its beginning on, and nothing but its handshake in it. */
    static Wire between(String client, String server) {
        return new Wire(
                client,
                40_000,
                server,
                true,
                true,
                new ClientHello(List.of(TLS_1_3), List.of(AES_256_GCM), List.of("h2"), null),
                new ServerHello(TLS_1_3, AES_256_GCM, null),
                handshake((client + ">" + server).hashCode()),
                handshake((server + ">" + client).hashCode()));
    }

    /** The same stream, as an address translation shows it. */
    Wire translatedTo(String other) {
        return new Wire(client, clientPort, other, opened, answered, clientHello, serverHello, request, response);
    }

    private static Half handshake(int sequence) {
        ApplicationData data = new ApplicationData(3, 3 * FIRST, List.of(FIRST, FIRST, FIRST), Small.NONE);
        return half(5, 1200, sequence, new Framing.Tls(true, 5, data));
    }

    static Half half(long packets, long payload, int sequence, Framing framing) {
        return new Half(packets, payload, 0, 0, 0, false, 99, sequence, framing);
    }

    /** Another stream, from this port. */
    Wire from(int port) {
        Wire renumbered = request(numbered(request.firstSequence() + port * 100_000))
                .response(numbered(response.firstSequence() + port * 100_000));
        return renumbered.translatedFrom(port);
    }

    /** The same stream, from this port. */
    Wire translatedFrom(int port) {
        return new Wire(client, port, server, opened, answered, clientHello, serverHello, request, response);
    }

    /** Begun before the capture: nothing of its handshake was read. */
    Wire old() {
        return new Wire(
                client, clientPort, server, false, answered, null, null, withoutStart(request), withoutStart(response));
    }

    private static Half withoutStart(Half half) {
        return half.framing() instanceof Framing.Tls tls
                ? with(half, new Framing.Tls(false, tls.records(), tls.application()))
                : half;
    }

    Wire hellos(@Nullable ClientHello fromClient, @Nullable ServerHello fromServer) {
        return new Wire(client, clientPort, server, opened, answered, fromClient, fromServer, request, response);
    }

    /** In TLS 1.2 with this suite. */
    Wire suite(int suite) {
        return hellos(clientHello, new ServerHello(TLS_1_2, suite, "h2"));
    }

    Wire request(UnaryOperator<Half> change) {
        return new Wire(
                client,
                clientPort,
                server,
                opened,
                answered,
                clientHello,
                serverHello,
                change.apply(request),
                response);
    }

    Wire response(UnaryOperator<Half> change) {
        return new Wire(
                client,
                clientPort,
                server,
                opened,
                answered,
                clientHello,
                serverHello,
                request,
                change.apply(response));
    }

    Wire both(UnaryOperator<Half> change) {
        return request(change).response(change);
    }

    /** One more record with a body of this length. */
    static UnaryOperator<Half> record(int body) {
        return half -> {
            Framing.Tls tls = (Framing.Tls) half.framing();
            ApplicationData data = tls.application();
            return new Half(
                    half.packets() + 1,
                    half.payloadBytes() + body + 5,
                    half.missingBytes(),
                    half.cutBytes(),
                    half.strayBytes(),
                    half.contradicted(),
                    half.acknowledged(),
                    half.firstSequence(),
                    new Framing.Tls(
                            tls.fromStart(),
                            tls.records() + 1,
                            new ApplicationData(data.records() + 1, data.bytes() + body, data.first(), data.small())));
        };
    }

    /** Some more records that are small by any overhead. */
    static UnaryOperator<Half> small(int records, int body) {
        return half -> {
            Framing.Tls tls = (Framing.Tls) half.framing();
            ApplicationData data = tls.application();
            Sum sum = new Sum(records, (long) records * body);
            return with(
                    half,
                    new Framing.Tls(
                            tls.fromStart(),
                            tls.records() + records,
                            new ApplicationData(
                                    data.records() + records,
                                    data.bytes() + sum.bytes(),
                                    data.first(),
                                    new Small(sum, sum, sum))));
        };
    }

    static UnaryOperator<Half> framing(Framing framing) {
        return half -> with(half, framing);
    }

    static UnaryOperator<Half> flaws(long missing, long cut, long stray, boolean contradicted) {
        return half -> new Half(
                half.packets(),
                half.payloadBytes(),
                missing,
                cut,
                stray,
                contradicted,
                half.acknowledged(),
                half.firstSequence(),
                half.framing());
    }

    static UnaryOperator<Half> numbered(int sequence) {
        return half -> new Half(
                half.packets(),
                half.payloadBytes(),
                half.missingBytes(),
                half.cutBytes(),
                half.strayBytes(),
                half.contradicted(),
                half.acknowledged(),
                sequence,
                half.framing());
    }

    private static Half with(Half half, Framing framing) {
        return new Half(
                half.packets(),
                half.payloadBytes(),
                half.missingBytes(),
                half.cutBytes(),
                half.strayBytes(),
                half.contradicted(),
                half.acknowledged(),
                half.firstSequence(),
                framing);
    }

    Connection on(String node) {
        PacketRef packet = new PacketRef(node, 7, 0);
        return new Connection(
                IpAddress.parse(client),
                clientPort,
                IpAddress.parse(server),
                HBONE,
                packet,
                packet,
                opened,
                answered,
                false,
                false,
                List.of(),
                List.of(),
                new TlsFacts(clientHello, serverHello, false, false, false, List.of()),
                request,
                response);
    }
}
