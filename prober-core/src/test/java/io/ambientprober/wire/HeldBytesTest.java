package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What streams hold until more bytes come is bounded for all together: anyone who opens many takes the place of those that wait longest. */
class HeldBytesTest {
    private static final int MANY = 2000;
    private static final int LARGE = 16_000;

    private final RandomGenerator random = Seeds.random("held bytes");
    private final WaitingBudget budget = new WaitingBudget();
    private final byte[] hello = Tls.handshake(Tls.clientHello(List.of(0x0304), List.of("h2"), LARGE, random));

    private record Stream(TlsHandshake handshake, TlsRecords records) {}

    private Stream stream(boolean fromStart) {
        TlsHandshake handshake = new TlsHandshake();
        TlsRecords records = new TlsRecords(Direction.CLIENT_TO_SERVER, handshake, RecordBordersTest.unheard(), budget);
        records.begins(fromStart);
        return new Stream(handshake, records);
    }

    @Test
    void givesUpTheHellosThatWaitLongest() {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Stream next = stream(true);
            next.records().bytes(hello, 0, 1000);
            streams.add(next);
        }
        for (Stream each : streams) {
            each.records().bytes(hello, 1000, hello.length - 1000);
            each.records().bytes(Tls.applicationData(new byte[500]), 0, 505);
            each.records().finish();
        }

        assertThat(streams.getFirst().handshake().facts()).isEqualTo(TlsFacts.NONE);
        assertThat(streams.getLast().handshake().facts().clientHello()).isNotNull();
        assertThat(streams)
                .as("who reads no hello loses no record")
                .allSatisfy(each -> assertThat(each.records().framing(0))
                        .isInstanceOfSatisfying(
                                Framing.Tls.class,
                                tls -> assertThat(tls.application().bytes()).isEqualTo(500)));
        assertThat(streams.stream()
                        .filter(each -> each.handshake().facts().clientHello() != null)
                        .count())
                .as("as many as there is room for")
                .isBetween(400L, 600L);
    }

    @Test
    void aHelloThatWasReadTakesNoRoom() {
        Stream first = stream(true);
        first.records().bytes(hello, 0, 1000);
        for (int i = 0; i < MANY; i++) {
            stream(true).records().bytes(hello, 0, hello.length);
        }
        first.records().bytes(hello, 1000, hello.length - 1000);

        assertThat(first.handshake().facts().clientHello()).isNotNull();
    }

    /** Whose records are not looked for any more counts nothing, and says so: no verdict is made of what was not looked at. */
    @Test
    void givesUpTheSearchesThatWaitLongest() {
        byte[] tail = Foreign.bytes(LARGE, random);
        byte[] records = Tls.applicationData(new byte[500]);
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Stream next = stream(false);
            next.records().bytes(tail, 0, LARGE);
            streams.add(next);
        }
        for (Stream each : streams) {
            each.records().bytes(records, 0, records.length);
            each.records().bytes(records, 0, records.length);
            each.records().finish();
        }

        assertThat(streams.getFirst().records().framing(0))
                .isEqualTo(new Framing.Unaligned(LARGE + 2L * records.length));
        assertThat(streams.getLast().records().framing(0))
                .isInstanceOfSatisfying(
                        Framing.Tls.class,
                        tls -> assertThat(tls.application().bytes()).isEqualTo(1000));
    }

    @Test
    void keepsOfAHelloWhatAHelloHas() {
        TlsHandshake handshake = new TlsHandshake();
        TlsMessages messages = new TlsMessages(Direction.CLIENT_TO_SERVER, handshake, budget);
        List<Integer> versions = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            versions.add(0x0300 + i);
            protocols.add("p" + i);
        }
        protocols.add("h2");
        protocols.add("h2");
        byte[] offers = Tls.clientHello(versions, protocols, 10, random);
        messages.bytes(offers, 0, offers.length);

        TlsFacts.ClientHello kept = Objects.requireNonNull(handshake.facts().clientHello());
        assertThat(kept.versions()).isEqualTo(versions.subList(0, 64));
        assertThat(kept.alpn()).hasSize(65).endsWith("p63", "h2");
    }
}
