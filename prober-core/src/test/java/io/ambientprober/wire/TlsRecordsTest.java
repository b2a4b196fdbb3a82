package io.ambientprober.wire;

import static io.ambientprober.traffic.Numbers.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Tls;
import io.ambientprober.wire.TlsFacts.Alert;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRecordsTest {
    private final RandomGenerator random = Seeds.random("records");
    private final TlsHandshake handshake = new TlsHandshake();
    private final TlsRecords records =
            new TlsRecords(Direction.CLIENT_TO_SERVER, handshake, RecordBordersTest.unheard(), new WaitingBudget());

    private final byte[] hello = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_3), List.of("h2"), 36, random));

    @Test
    void isEmptyWithoutBytes() {
        records.begins(true);

        assertThat(records.framing(0)).isEqualTo(new Framing.Empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 100, 100_000})
    void countsRecordsWhateverTheSegments(int size) {
        records.begins(true);
        feed(join(hello, Tls.changeCipherSpec(), data(1050), data(0), data(16_401), data(31)), size);

        assertTls(records.framing(0), true, 6, 4, 1050 + 16_401 + 31);
    }

    /** An old version in the record of a ClientHello (RFC 5246, appendix E.1), and a heartbeat (RFC 6520). */
    @Test
    void takesRecordsThatFewSend() {
        records.begins(true);
        byte[] old = hello.clone();
        old[2] = 0;
        feed(join(old, data(50), Tls.record(24, Tls.TLS_1_2, new byte[48]), data(60)), 100);

        assertTls(records.framing(0), true, 4, 2, 50 + 60);
    }

    @Test
    void countsWhatWasCapturedOfARecordWithAGap() {
        records.begins(true);
        feed(hello, 100);
        byte[] first = data(1000);
        feed(Arrays.copyOf(first, 405), 100);
        records.missing(300);
        feed(join(Arrays.copyOfRange(first, 705, first.length), data(50)), 100);

        assertTls(records.framing(0), true, 3, 2, 700 + 50);
    }

    @Test
    void findsRecordsAgainAfterAGapOverAHeader() {
        records.begins(true);
        feed(join(hello, data(1000)), 100);
        byte[] next = join(data(1000), data(200), data(300));
        records.missing(20);
        feed(Arrays.copyOfRange(next, 20, next.length), 100);
        records.finish();

        // the rest of the record whose header was lost belongs to none
        assertTls(records.framing(0), false, 4, 3, 1000 + 200 + 300);
    }

    @Test
    void findsRecordsFromTheMiddleOfAnOldConnection() {
        byte[] stream = join(data(700), data(1050), data(60), data(1050), data(90));
        int[] begins = {0, 705, 705 + 1055, 705 + 1055 + 65, 705 + 1055 + 65 + 1055};
        int[] left = {5, 4, 3, 2, 1};
        int[] bytes = {700 + 1050 + 60 + 1050 + 90, 1050 + 60 + 1050 + 90, 60 + 1050 + 90, 1050 + 90, 90};
        for (int from = 0; from <= begins[3]; from++) {
            TlsRecords each = new TlsRecords(
                    Direction.CLIENT_TO_SERVER, new TlsHandshake(), RecordBordersTest.unheard(), new WaitingBudget());
            each.begins(false);
            feed(each, Arrays.copyOfRange(stream, from, stream.length), 200);
            each.finish();

            int first = 0;
            while (begins[first] < from) {
                first++;
            }
            assertTls(each.framing(0), false, left[first], left[first], bytes[first]);
        }
    }

    @Test
    void doesNotFindRecordsInTooFewBytes() {
        records.begins(false);
        feed(Arrays.copyOfRange(data(1000), 400, 700), 100);
        records.finish();

        assertThat(records.framing(0)).isEqualTo(new Framing.Unaligned(300));
    }

    @Test
    void readsTheHelloOfAConnectionWhoseSynWasLost() {
        records.begins(false);
        byte[] old = Tls.record(22, 0x0301, Tls.clientHello(List.of(Tls.TLS_1_3), List.of("h2"), 1200, random));
        feed(join(old, Tls.changeCipherSpec(), data(1050)), 500);
        records.finish();

        assertTls(records.framing(0), false, 3, 1, 1050);
        assertThat(Objects.requireNonNull(handshake.facts().clientHello()).alpn())
                .containsExactly("h2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6, 24, 500})
    void namesWhatIsNotTlsAtTheFirstByte(int size) {
        records.begins(true);
        feed(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n and more of it"), size);

        Framing.NotTls refused = (Framing.NotTls) records.framing(7);
        assertThat(refused.packet()).isEqualTo(7);
        assertThat(refused.excerpt()).startsWith("PRI *");
        if (size >= 24) {
            assertThat(refused.looksLike()).isEqualTo("HTTP/2 preface in the clear");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, HTTP/1 request in the clear",
        "POST /canary/0001/1 HTTP/1.1, HTTP/1 request in the clear",
        "HTTP/1.1 200 OK, HTTP/1 response in the clear",
        "CONNECT 10.0.0.1:80 HTTP/1.1, HTTP/1 CONNECT in the clear",
        "SSH-2.0-OpenSSH, SSH",
        "PROXY TCP4 10.0.0.1, PROXY protocol in the clear",
        "nothing that is known, neither TLS nor a known protocol"
    })
    void namesWhatItLooksLike(String text, String expected) {
        records.begins(true);
        feed(ascii(text), 1000);

        assertThat(((Framing.NotTls) records.framing(1)).looksLike()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PING", "\u0017\u0003\u0005", "\u0016\u0002", "\u0017\u0003\u0003`"})
    void namesAFewBytesThatBeginNoRecord(String text) {
        records.begins(true);
        feed(join(hello, text.getBytes(StandardCharsets.ISO_8859_1)), 7);
        records.finish();

        assertThat(records.framing(9))
                .isInstanceOfSatisfying(
                        Framing.NotTls.class,
                        framing -> assertThat(framing.packet()).isEqualTo(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0017", "\u0015\u0003", "\u0016\u0003\u0001", "\u0017\u0003\u0003@"})
    void acceptsAHeaderThatTheCaptureCutOff(String text) {
        records.begins(true);
        feed(join(hello, text.getBytes(StandardCharsets.ISO_8859_1)), 7);
        records.finish();

        assertTls(records.framing(0), true, 1, 0, 0);
    }

    @Test
    void namesPlaintextInTheMiddleOfAnOldConnection() {
        records.begins(false);
        feed(ascii("POST /canary/0001/1 HTTP/1.1\r\n"), 1000);

        assertThat(((Framing.NotTls) records.framing(1)).looksLike()).isEqualTo("HTTP/1 request in the clear");
    }

    /** The rest of a record may look like anything, but not like so much text; where it does, it is not a rest of a record. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5000})
    void namesTextBeforeTheFirstRecord(int before) {
        records.begins(false);
        feed(join(noise(before), text(64), noise(3), data(300), data(200), data(100)), 250);
        records.finish();

        Framing.NotTls refused = (Framing.NotTls) records.framing(4);
        assertThat(refused.looksLike()).isEqualTo("text");
        assertThat(refused.excerpt()).startsWith("All");
    }

    @Test
    void takesAFewCharactersForTheRestOfARecord() {
        records.begins(false);
        feed(join(text(63), noise(1), text(63), data(300), data(200)), 250);
        records.finish();

        assertTls(records.framing(0), false, 2, 2, 500);
    }

    @Test
    void namesTextBehindAGap() {
        records.begins(true);
        feed(join(hello, data(1000)), 100);
        records.missing(2000);
        feed(join(text(64), noise(1), data(1000), data(200)), 100);
        records.finish();

        assertThat(((Framing.NotTls) records.framing(1)).looksLike()).isEqualTo("text");
    }

    @Test
    void namesTextAfterWhichNoRecordComes() {
        records.begins(false);
        feed(join(noise(30), text(1800)), 100);
        records.finish();

        assertThat(((Framing.NotTls) records.framing(1)).looksLike()).isEqualTo("text");
    }

    /** The rest of one record has at most 18,432 bytes, with four of its header before them. */
    @Test
    void refusesMoreThanTheRestOfARecordBeforeTheFirst() {
        byte[] zeros = new byte[18_432 + 4 + 1];
        records.begins(false);
        feed(join(zeros, data(300), data(200)), 1448);
        records.finish();

        assertThat(records.framing(1)).isInstanceOf(Framing.NotTls.class);
    }

    @Test
    void acceptsTheRestOfTheLargestRecord() {
        records.begins(false);
        feed(join(new byte[18_432 + 4], data(300), data(200)), 1448);
        records.finish();

        assertTls(records.framing(0), false, 2, 2, 500);
    }

    @Test
    void namesWhatIsNotTlsBehindRecords() {
        records.begins(true);
        feed(join(hello, data(100), ascii("and now something else altogether")), 100_000);

        Framing.NotTls refused = (Framing.NotTls) records.framing(9);
        assertThat(refused.looksLike()).isEqualTo("neither TLS nor a known protocol");
        assertThat(refused.excerpt()).isEqualTo("and now something else altogether");
    }

    @Test
    void refusesAConnectionThatBeginsWithApplicationData() {
        records.begins(true);
        feed(data(100), 1000);

        assertThat(((Framing.NotTls) records.framing(1)).looksLike()).isEqualTo("TLS-like records without a handshake");
    }

    @Test
    void refusesRandomBytesOfAnOldConnectionOnceThereAreEnough() {
        byte[] noise = new byte[60_000];
        random.nextBytes(noise);
        records.begins(false);
        feed(noise, 1448);

        assertThat(records.framing(3)).isInstanceOf(Framing.NotTls.class);
    }

    @ParameterizedTest
    @CsvSource({
        "25, 0x0303, 10",
        "19, 0x0303, 10",
        "23, 0x0304, 10",
        "23, 0x0300, 10",
        "23, 0x0303, 18433",
        "22, 0x0303, 0",
        "22, 0x02FF, 10"
    })
    void refusesAHeaderThatNoRecordHas(int type, int version, int length) {
        records.begins(true);
        feed(hello, 1000);
        feed(Tls.record(type, version, new byte[length]), 100_000);

        assertThat(records.framing(1)).isInstanceOf(Framing.NotTls.class);
    }

    @Test
    void readsAlerts() {
        records.begins(true);
        feed(join(hello, Tls.alert(2, 40), Tls.alert(1, 0)), 1);

        assertThat(handshake.facts().alerts())
                .containsExactly(
                        new Alert(Direction.CLIENT_TO_SERVER, 2, 40), new Alert(Direction.CLIENT_TO_SERVER, 1, 0));
    }

    @Test
    void doesNotReadEncryptedAlerts() {
        records.begins(true);
        feed(join(hello, Tls.record(21, 0x0303, new byte[26])), 1000);

        assertThat(handshake.facts().alerts()).isEmpty();
    }

    @Test
    void keepsAFewAlertsOnly() {
        records.begins(true);
        feed(hello, 1000);
        for (int i = 0; i < 1000; i++) {
            feed(Tls.alert(1, 90), 1000);
        }

        assertThat(handshake.facts().alerts()).hasSize(8);
    }

    private static void assertTls(Framing framing, boolean fromStart, long all, long application, long bytes) {
        assertThat(framing).isInstanceOfSatisfying(Framing.Tls.class, tls -> {
            assertThat(tls.fromStart()).isEqualTo(fromStart);
            assertThat(tls.records()).isEqualTo(all);
            assertThat(tls.application().records()).isEqualTo(application);
            assertThat(tls.application().bytes()).isEqualTo(bytes);
        });
    }

    private byte[] noise(int length) {
        byte[] bytes = Foreign.bytes(length, random);
        for (int i = 0; i < length; i++) {
            bytes[i] |= (byte) 0x80;
        }
        return bytes;
    }

    private static byte[] text(int length) {
        return Arrays.copyOf(ascii("All of it\tis text.\r\n".repeat(length / 10 + 1)), length);
    }

    private byte[] data(int length) {
        byte[] body = new byte[length];
        random.nextBytes(body);
        return Tls.applicationData(body);
    }

    private void feed(byte[] bytes, int size) {
        feed(records, bytes, size);
    }

    private static void feed(TlsRecords to, byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += size) {
            to.bytes(bytes, at, Math.min(size, bytes.length - at));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
