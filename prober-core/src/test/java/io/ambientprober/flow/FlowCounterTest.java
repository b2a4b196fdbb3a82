package io.ambientprober.flow;

import static io.ambientprober.traffic.Segment.ACK;
import static io.ambientprober.traffic.Segment.FIN;
import static io.ambientprober.traffic.Segment.PSH;
import static io.ambientprober.traffic.Segment.RST;
import static io.ambientprober.traffic.Segment.SYN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.flow.Wire.Crossing;
import io.ambientprober.flow.Wire.Side;
import io.ambientprober.traffic.Packets;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two pods of a node, each behind a device of its own, a Service of one of them, and a pod of another node. */
final class FlowCounterTest {
    private static final IpAddress CLIENT = IpAddress.parse("10.1.0.1");
    private static final IpAddress SERVER = IpAddress.parse("10.1.0.2");
    private static final IpAddress SERVICE = IpAddress.parse("10.96.0.7");
    private static final IpAddress ELSEWHERE = IpAddress.parse("10.1.9.9");
    private static final int CLIENT_DEVICE = 11;
    private static final int SERVER_DEVICE = 12;
    private static final int UPLINK = 2;
    private static final int HBONE = 15008;
    private static final int SAMPLE = 16;
    private static final int FIRST = -5;
    private static final int ANSWER = 900;
    private static final byte[] NONE = new byte[0];
    private static final byte[] HTTP = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] TLS = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};

    private static final List<Crossing> TO_SERVER = List.of(Crossing.in(CLIENT_DEVICE), Crossing.out(SERVER_DEVICE));
    private static final List<Crossing> TO_CLIENT = List.of(Crossing.in(SERVER_DEVICE), Crossing.out(CLIENT_DEVICE));

    private FlowCounter counter = new FlowCounter(HBONE, SAMPLE);
    private Wire wire = new Wire(counter);

    @BeforeEach
    void begin() {
        begin(new FlowCounter(HBONE, SAMPLE));
    }

    private void begin(FlowCounter with) {
        counter = with;
        wire = new Wire(counter);
        counter.local(List.of(CLIENT, SERVER));
        counter.device(CLIENT, CLIENT_DEVICE);
        counter.device(SERVER, SERVER_DEVICE);
    }

    private Side client(int port, int serverPort) {
        return new Side(wire, CLIENT, port, SERVER, serverPort, TO_SERVER);
    }

    private Side server(int port, int serverPort) {
        return new Side(wire, SERVER, serverPort, CLIENT, port, TO_CLIENT);
    }

    private static void open(Side client, Side server) {
        client.send(SYN, FIRST, 0, NONE);
        server.send(SYN | ACK, ANSWER, FIRST + 1, NONE);
        client.send(ACK, FIRST + 1, ANSWER + 1, NONE);
    }

    private static void ask(Side client, Side server, byte[] request) {
        client.send(ACK | PSH, FIRST + 1, ANSWER + 1, request);
        server.send(ACK, ANSWER + 1, FIRST + 1 + request.length, NONE);
    }

    private static void close(Side client, Side server, int sent) {
        client.send(ACK | FIN, FIRST + 1 + sent, ANSWER + 1, NONE);
        server.send(ACK | FIN, ANSWER + 1, FIRST + 2 + sent, NONE);
        client.send(ACK, FIRST + 2 + sent, ANSWER + 2, NONE);
    }

    private FlowCount only() {
        List<FlowCount> counts = counter.finish();
        assertThat(counts).hasSize(1);
        return counts.getFirst();
    }

    @Test
    void plaintextBetweenTwoPodsIsEstablishedAndOfTheClientsOwnDevice() {
        open(client(40_000, 8080), server(40_000, 8080));
        ask(client(40_000, 8080), server(40_000, 8080), HTTP);
        long last = wire.nanos();

        FlowCount count = only();
        assertThat(count)
                .extracting(FlowCount::client, FlowCount::server, FlowCount::port)
                .containsExactly(CLIENT, SERVER, 8080);
        assertThat(count.traffic()).isEqualTo(new Traffic(1, 5, HTTP.length));
        assertThat(count.looks()).isEqualTo(new Looks(1, 0, 0));
        assertThat(count.established()).isOne();
        assertThat(count.ownDevice()).isOne();
        assertThat(count.last()).isEqualTo(Instant.ofEpochSecond(0, last));
        assertThat(count.first()).isBefore(count.last());
        assertThat(counter.dropped()).isZero();
    }

    @Test
    void hboneIsCountedAndIsNotPastIt() {
        open(client(40_000, HBONE), server(40_000, HBONE));
        ask(client(40_000, HBONE), server(40_000, HBONE), TLS);

        FlowCount count = only();
        assertThat(count.port()).isEqualTo(HBONE);
        assertThat(count.traffic()).isEqualTo(new Traffic(1, 2 + 3L * SAMPLE, TLS.length));
        assertThat(count.looks()).isEqualTo(Looks.NONE);
        assertThat(count.established()).isZero();
    }

    /** As the sample has it: the beginning and the end say how much there was between them. */
    @Test
    void hboneIsCountedByItsEndsAlone() {
        client(40_000, HBONE).send(SYN, FIRST, 0, NONE);
        server(40_000, HBONE).send(SYN | ACK, ANSWER, FIRST + 1, NONE);
        client(40_000, HBONE).send(ACK, FIRST + 1 + 70_000, ANSWER + 1, new byte[10]);

        assertThat(only().traffic()).isEqualTo(new Traffic(1, 2 + SAMPLE, 70_010));
    }

    @Test
    void anAnsweredConnectionOfHboneCountsThoughNoneOfItsPayloadIsInTheSample() {
        client(40_000, HBONE).send(SYN, FIRST, 0, NONE);
        server(40_000, HBONE).send(SYN | ACK, ANSWER, FIRST + 1, NONE);

        assertThat(only().traffic()).isEqualTo(new Traffic(1, 2, 0));
    }

    @Test
    void anApplicationsOwnTlsLooksLikeIt() {
        open(client(40_000, 443), server(40_000, 443));
        ask(client(40_000, 443), server(40_000, 443), TLS);

        assertThat(only()).satisfies(count -> {
            assertThat(count.looks()).isEqualTo(new Looks(0, 1, 0));
            assertThat(count.ownDevice()).isOne();
        });
    }

    @Test
    void whatAServerSaysFirstIsPayloadToo() {
        open(client(40_000, 25), server(40_000, 25));
        byte[] banner = "220 mail".getBytes(US_ASCII);
        server(40_000, 25).send(ACK | PSH, ANSWER + 1, FIRST + 1, banner);
        client(40_000, 25).send(ACK, FIRST + 1, ANSWER + 1 + banner.length, NONE);

        assertThat(only()).satisfies(count -> {
            assertThat(count.looks()).isEqualTo(new Looks(1, 0, 0));
            assertThat(count.ownDevice()).isOne();
        });
    }

    /** kube-proxy: the client's own device shows the Service's address, all others the pod's. */
    @Test
    void aLeakThroughAServiceIsOfTheClientsOwnDevice() {
        Side dialling = new Side(wire, CLIENT, 40_000, SERVICE, 80, List.of(Crossing.in(CLIENT_DEVICE)));
        Side arriving = new Side(wire, CLIENT, 40_000, SERVER, 8080, List.of(Crossing.out(SERVER_DEVICE)));
        Side answering = new Side(wire, SERVER, 8080, CLIENT, 40_000, List.of(Crossing.in(SERVER_DEVICE)));
        Side answered = new Side(wire, SERVICE, 80, CLIENT, 40_000, List.of(Crossing.out(CLIENT_DEVICE)));
        dialling.send(SYN, FIRST, 0, NONE);
        arriving.send(SYN, FIRST, 0, NONE);
        answering.send(SYN | ACK, ANSWER, FIRST + 1, NONE);
        answered.send(SYN | ACK, ANSWER, FIRST + 1, NONE);
        dialling.send(ACK | PSH, FIRST + 1, ANSWER + 1, HTTP);
        arriving.send(ACK | PSH, FIRST + 1, ANSWER + 1, HTTP);
        answering.send(ACK, ANSWER + 1, FIRST + 1 + HTTP.length, NONE);
        answered.send(ACK, ANSWER + 1, FIRST + 1 + HTTP.length, NONE);

        FlowCount count = only();
        assertThat(count)
                .extracting(FlowCount::client, FlowCount::server, FlowCount::port)
                .containsExactly(CLIENT, SERVER, 8080);
        assertThat(count.traffic()).isEqualTo(new Traffic(1, 4, HTTP.length));
        assertThat(count.looks()).isEqualTo(new Looks(1, 0, 0));
        assertThat(count.established()).isOne();
        assertThat(count.ownDevice()).isOne();
    }

    /** eBPF: a pod's device shows what that pod sends, and nothing that it gets. */
    @Test
    void aLeakThroughAServiceIsFoundByWhatEachPodSends() {
        Side dialling = new Side(wire, CLIENT, 40_000, SERVICE, 80, List.of(Crossing.in(CLIENT_DEVICE)));
        Side answering = new Side(wire, SERVER, 8080, CLIENT, 40_000, List.of(Crossing.in(SERVER_DEVICE)));
        open(dialling, answering);
        ask(dialling, answering, HTTP);

        FlowCount count = only();
        assertThat(count)
                .extracting(FlowCount::client, FlowCount::server, FlowCount::port)
                .containsExactly(CLIENT, SERVER, 8080);
        assertThat(count.ownDevice()).isOne();
    }

    /** Nothing tells which pod it reached: the controller is told whom the client dialled. */
    @Test
    void whatADialledAddressBecameMayNotBeSeen() {
        Side dialling = new Side(wire, CLIENT, 40_000, SERVICE, 80, List.of(Crossing.in(CLIENT_DEVICE)));
        dialling.send(SYN, FIRST, 0, NONE);
        dialling.send(ACK | PSH, FIRST + 1, ANSWER + 1, HTTP);

        assertThat(only()).satisfies(count -> {
            assertThat(count.server()).isEqualTo(SERVICE);
            assertThat(count.established()).isZero();
        });
    }

    @Test
    void aClientOfAnotherNodeIsNotOfAnOwnDevice() {
        Side client = new Side(
                wire, ELSEWHERE, 40_000, SERVER, 8080, List.of(Crossing.in(UPLINK), Crossing.out(SERVER_DEVICE)));
        Side server = new Side(
                wire, SERVER, 8080, ELSEWHERE, 40_000, List.of(Crossing.in(SERVER_DEVICE), Crossing.out(UPLINK)));
        open(client, server);
        ask(client, server, HTTP);

        assertThat(only()).satisfies(count -> {
            assertThat(count.client()).isEqualTo(ELSEWHERE);
            assertThat(count.traffic().packets()).isEqualTo(5);
            assertThat(count.established()).isOne();
            assertThat(count.ownDevice()).isZero();
        });
    }

    /** Another pod sends under the client's address: its packets come in by its own device. */
    @Test
    void whatAnotherPodSendsIsNotOfTheClientsDevice() {
        Side forged =
                new Side(wire, CLIENT, 40_000, SERVER, 8080, List.of(Crossing.in(UPLINK), Crossing.out(SERVER_DEVICE)));
        open(forged, server(40_000, 8080));
        ask(forged, server(40_000, 8080), HTTP);

        assertThat(only()).satisfies(count -> {
            assertThat(count.established()).isOne();
            assertThat(count.ownDevice()).isZero();
        });
    }

    @Test
    void anotherPodsSynDoesNotMakeAnOpenConnectionForgotten() {
        open(client(40_000, 8080), server(40_000, 8080));
        new Side(wire, CLIENT, 40_000, SERVER, 8080, List.of(Crossing.in(UPLINK))).send(SYN, 77, 0, NONE);
        ask(client(40_000, 8080), server(40_000, 8080), HTTP);

        assertThat(only().ownDevice()).isOne();
    }

    @Test
    void anAddressWithoutADeviceIsUnseenUntilItSends() {
        counter.local(List.of(CLIENT, SERVER));
        counter.device(SERVER, SERVER_DEVICE);
        assertThat(counter.unseen()).containsExactly(CLIENT);

        open(client(40_000, 8080), server(40_000, 8080));
        assertThat(counter.unseen()).isEmpty();

        counter.local(List.of(CLIENT, SERVER));
        assertThat(counter.unseen()).isEmpty();
    }

    @Test
    void aClientWhoseDeviceIsNotKnownIsNotOfAnOwnDevice() {
        counter.local(List.of(CLIENT, SERVER));
        counter.device(SERVER, SERVER_DEVICE);
        open(client(40_000, 8080), server(40_000, 8080));
        ask(client(40_000, 8080), server(40_000, 8080), HTTP);

        assertThat(only()).satisfies(count -> {
            assertThat(count.established()).isOne();
            assertThat(count.ownDevice()).isZero();
        });
    }

    @Test
    void ofAnOlderConnectionTheLowerPortIsTheServersAndNothingIsEstablished() {
        server(40_000, 8080).send(ACK | PSH, 5000, 7000, HTTP);
        client(40_000, 8080).send(ACK | PSH, 7000, 5000 + HTTP.length, HTTP);
        server(40_000, 8080).send(ACK, 5000 + HTTP.length, 7000 + HTTP.length, NONE);

        FlowCount count = only();
        assertThat(count)
                .extracting(FlowCount::client, FlowCount::server, FlowCount::port)
                .containsExactly(CLIENT, SERVER, 8080);
        assertThat(count.looks()).isEqualTo(new Looks(0, 0, 1));
        assertThat(count.traffic()).isEqualTo(new Traffic(1, 3, 2L * HTTP.length));
        assertThat(count.established()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1024, true", "40000, true", "1024, false", "40000, false"})
    void ofAnOlderConnectionOfHboneItsPortIsTheServers(int port, boolean clientFirst) {
        (clientFirst ? client(port, HBONE) : server(port, HBONE)).send(ACK, 5000, 7000, TLS);

        assertThat(only().client()).isEqualTo(CLIENT);
    }

    @Test
    void aSynWithoutAnAnswerIsNoTraffic() {
        client(40_000, 8080).send(SYN, FIRST, 0, NONE);
        client(40_000, 8080).send(SYN, FIRST, 0, NONE);

        assertThat(counter.finish()).isEmpty();
    }

    @Test
    void aRefusalIsNoTraffic() {
        client(40_000, 8080).send(SYN, FIRST, 0, NONE);
        server(40_000, 8080).send(RST | ACK, 0, FIRST + 1, "no".getBytes(US_ASCII));
        server(40_001, 8080).send(RST, 5, 0, HTTP);

        assertThat(counter.finish()).isEmpty();
    }

    @Test
    void openingAndClosingIsNoTraffic() {
        open(client(40_000, 8080), server(40_000, 8080));
        close(client(40_000, 8080), server(40_000, 8080), 0);

        assertThat(counter.finish()).isEmpty();
    }

    @Test
    void aKeepaliveIsNoTraffic() {
        open(client(40_000, 8080), server(40_000, 8080));
        client(40_000, 8080).send(ACK, FIRST, ANSWER + 1, new byte[1]);
        server(40_000, 8080).send(ACK, ANSWER + 1, FIRST + 1, NONE);
        client(40_001, 8080).send(ACK, 5000, 7000, new byte[1]);
        server(40_001, 8080).send(ACK, 7000, 5001, NONE);

        assertThat(counter.finish()).isEmpty();
    }

    /** What a server that has gone resets was not taken: its reset acknowledges nothing. */
    @Test
    void payloadThatNobodyTookIsNotEstablished() {
        open(client(40_000, 8080), server(40_000, 8080));
        client(40_000, 8080).send(ACK | PSH, FIRST + 1, ANSWER + 1, HTTP);
        server(40_000, 8080).send(RST | ACK, ANSWER + 1, FIRST + 1 + HTTP.length, NONE);

        assertThat(only()).satisfies(count -> {
            assertThat(count.traffic().connections()).isOne();
            assertThat(count.established()).isZero();
        });
    }

    @Test
    void aRetransmissionIsNoFurtherPayload() {
        open(client(40_000, 8080), server(40_000, 8080));
        ask(client(40_000, 8080), server(40_000, 8080), HTTP);
        client(40_000, 8080).send(ACK | PSH, FIRST + 1, ANSWER + 1, HTTP);

        assertThat(only().traffic()).isEqualTo(new Traffic(1, 6, HTTP.length));
    }

    @Test
    void anotherConnectionBetweenTheSamePortsCountsAgain() {
        open(client(40_000, 8080), server(40_000, 8080));
        ask(client(40_000, 8080), server(40_000, 8080), HTTP);
        close(client(40_000, 8080), server(40_000, 8080), HTTP.length);
        client(40_000, 8080).send(SYN, 10_000, 0, NONE);
        server(40_000, 8080).send(SYN | ACK, 20_000, 10_001, NONE);
        client(40_000, 8080).send(ACK, 10_001, 20_001, TLS);
        server(40_000, 8080).send(ACK, 20_001, 10_001 + TLS.length, NONE);

        assertThat(only()).satisfies(count -> {
            assertThat(count.traffic().connections()).isEqualTo(2);
            assertThat(count.looks()).isEqualTo(new Looks(1, 1, 0));
            assertThat(count.ownDevice()).isEqualTo(2);
        });
    }

    @Test
    void neitherLoopbackNorUdpNorStrangersCount() {
        wire.loopback(Packets.tcp(CLIENT, 40_000, SERVER, 8080, 1, 1, ACK | PSH, HTTP));
        wire.ip(Packets.udp(CLIENT, 40_000, SERVER, 8080, HTTP), Crossing.in(CLIENT_DEVICE));
        wire.ip(Packets.tcp(ELSEWHERE, 40_000, SERVICE, 80, 1, 1, ACK | PSH, HTTP), Crossing.in(UPLINK));

        assertThat(counter.finish()).isEmpty();
        assertThat(counter.packets()).isEqualTo(3);
        assertThat(counter.dropped()).isZero();
    }

    @Test
    void whatCannotBeReadIsSaid() {
        byte[] fragment = Packets.tcp(CLIENT, 40_000, SERVER, 8080, 1, 1, ACK | PSH, HTTP);
        fragment[6] = 0x20;
        wire.ip(fragment, Crossing.in(CLIENT_DEVICE));

        assertThat(counter.dropped()).isOne();
    }

    @Test
    void connectionsBeyondItsRoomAreSaidAndMakeRoomOnceTheyAreOver() {
        begin(new FlowCounter(HBONE, SAMPLE, 64, 10));
        for (int i = 0; i < 65; i++) {
            client(40_000 + i, 8080).send(SYN, FIRST, 0, NONE);
        }
        assertThat(counter.dropped()).isEqualTo(2);
        wire.later(11);
        open(client(50_000, 8080), server(50_000, 8080));
        ask(client(50_000, 8080), server(50_000, 8080), HTTP);

        assertThat(counter.dropped()).isEqualTo(2);
        assertThat(only().ownDevice()).isOne();
    }

    @Test
    void whatIsOverIsCountedWhenItMakesRoom() {
        begin(new FlowCounter(HBONE, SAMPLE, 64, 10));
        for (int i = 0; i < 640; i++) {
            Side client = client(40_000 + i, 8080);
            Side server = server(40_000 + i, 8080);
            open(client, server);
            ask(client, server, HTTP);
            close(client, server, HTTP.length);
            wire.later(1);
        }

        assertThat(counter.dropped()).isZero();
        assertThat(only().ownDevice()).isEqualTo(640);
    }

    @Test
    void pairsBeyondItsRoomAreSaid() {
        begin(new FlowCounter(HBONE, SAMPLE, 64, 10));
        for (int i = 0; i < 12; i++) {
            client(40_000, 8000 + i).send(ACK | PSH, 1, 1, HTTP);
        }

        assertThat(counter.finish()).hasSize(10);
        assertThat(counter.dropped()).isEqualTo(2);
    }

    @Test
    void goesOnWithOtherAddresses() {
        client(40_000, 8080).send(ACK | PSH, 1, 1, HTTP);
        counter.local(List.of(SERVICE));
        client(40_000, 9090).send(ACK | PSH, 1, 1, HTTP);

        assertThat(only().port()).isEqualTo(8080);
    }
}
