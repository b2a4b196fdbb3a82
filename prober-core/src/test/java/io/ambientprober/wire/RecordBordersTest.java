package io.ambientprober.wire;

import static io.ambientprober.traffic.Numbers.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Foreign;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Tls;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens in TLS records that are not encrypted, and so small that none holds a whole one. */
class RecordBordersTest {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final int TOKENS = 40;

    private final TokenScanner scanner = new TokenScanner(RUN);
    private final Set<Long> found = new HashSet<>();
    private final TlsRecords records = records(true);

    static RecordBorders unheard() {
        return new RecordBorders(new TokenScanner(RUN), token -> {});
    }

    private TlsRecords records(boolean fromStart) {
        return records(fromStart, new TlsHandshake());
    }

    private TlsRecords records(boolean fromStart, TlsHandshake handshake) {
        RecordBorders borders = new RecordBorders(scanner, token -> found.add(token.sequence()));
        TlsRecords walked = new TlsRecords(Direction.CLIENT_TO_SERVER, handshake, borders, new WaitingBudget());
        walked.begins(fromStart);
        return walked;
    }

    /** A record of one byte of plaintext, of nearly a token, and every trailer of a suite that only checks integrity. */
    @ParameterizedTest
    @CsvSource({
        "0, 27", "0, 1", "0, 31", "16, 27", "20, 27", "32, 27", "48, 27", "33, 27", "49, 27", "10, 27", "48, 1",
        "20, 5", "32, 31", "33, 17", "49, 2"
    })
    void findsTokensInNoRecord(int trailer, int most) {
        for (int round = 0; round < Seeds.rounds(5); round++) {
            RandomGenerator random = Seeds.random("record borders", trailer, most, round);
            byte[] hello = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_2), List.of("h2"), 36, random));
            TlsRecords walked = records(true);
            found.clear();
            feed(walked, join(hello, records(stream(random), trailer, most, random)), 1 + random.nextInt(1448), random);

            assertThat(found).as(Seeds.hint()).hasSize(TOKENS);
        }
    }

    @Test
    void findsTokensOfAnOldConnection() {
        RandomGenerator random = Seeds.random("old");
        TlsRecords walked = records(false);
        byte[] bytes = records(stream(random), 20, 27, random);
        feed(walked, Arrays.copyOfRange(bytes, 13, bytes.length), 500, random);
        walked.finish();

        assertThat(found).hasSizeBetween(TOKENS - 1, TOKENS);
    }

    /** A canary as it is: nothing but the token, over and over. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16, 20, 32, 33, 48, 49})
    void findsTheTokenOfACanary(int trailer) {
        RandomGenerator random = Seeds.random("canary", trailer);
        byte[] body = new byte[0];
        for (int i = 0; i < 20; i++) {
            body = join(body, token(7));
        }
        byte[] hello = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_2), List.of("h2"), 36, random));
        feed(records, join(hello, records(body, trailer, 27, random)), 1448, random);

        assertThat(found).containsExactly(7L);
    }

    /** ChangeCipherSpec, alerts and handshake messages too. */
    @ParameterizedTest
    @ValueSource(ints = {20, 21, 22, 23, 24})
    void findsTokensInRecordsOfAnyType(int type) {
        RandomGenerator random = Seeds.random("record types", type);
        byte[] bytes = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_2), List.of("h2"), 36, random));
        byte[] token = token(7);
        bytes = join(bytes, Tls.record(type, Tls.TLS_1_2, Arrays.copyOf(token, 20)));
        bytes = join(bytes, Tls.record(type, Tls.TLS_1_2, Arrays.copyOfRange(token, 20, 32)));
        feed(records, bytes, 1448, random);

        assertThat(found).containsExactly(7L);
    }

    /** From the first record of application data on fewer trailers are tried. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16, 17})
    void findsATokenThatBeginsBeforeApplicationData(int trailer) {
        RandomGenerator random = Seeds.random("handshake to data", trailer);
        TlsHandshake handshake = new TlsHandshake();
        handshake.serverHello(new TlsFacts.ServerHello(Tls.TLS_1_3, 0x1301, null));
        byte[] token = token(7);
        byte[] begun = join(Arrays.copyOf(token, 20), Foreign.bytes(trailer, random));
        byte[] rest = join(Arrays.copyOfRange(token, 20, 32), Foreign.bytes(trailer, random));
        byte[] hello = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_3), List.of("h2"), 36, random));
        feed(
                records(true, handshake),
                join(hello, Tls.record(22, Tls.TLS_1_2, begun), Tls.applicationData(rest)),
                1448,
                random);

        assertThat(found).containsExactly(7L);
    }

    @Test
    void joinsNothingAcrossAGap() {
        RandomGenerator random = Seeds.random("gap");
        byte[] token = token(3);
        byte[] hello = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_2), List.of("h2"), 36, random));
        feed(records, join(hello, Tls.applicationData(Arrays.copyOf(token, 20))), 1448, random);
        byte[] lost = Tls.applicationData(Foreign.bytes(20, random));
        feed(records, Arrays.copyOf(lost, 5), 1448, random);
        records.missing(20);
        feed(records, Tls.applicationData(Arrays.copyOfRange(token, 20, 32)), 1448, random);

        assertThat(found).isEmpty();
    }

    @Test
    void findsNothingInEncryptedRecords() {
        RandomGenerator random = Seeds.random("encrypted");
        byte[] hello = Tls.handshake(Tls.clientHello(List.of(Tls.TLS_1_3), List.of("h2"), 36, random));
        feed(records, join(hello, records(Foreign.bytes(200_000, random), 17, 60, random)), 1448, random);

        assertThat(found).isEmpty();
    }

    private static byte[] stream(RandomGenerator random) {
        byte[] stream = new byte[0];
        for (int i = 0; i < TOKENS; i++) {
            stream = join(stream, Foreign.bytes(random.nextInt(3) * random.nextInt(30), random), token(i));
        }
        return stream;
    }

    private static byte[] records(byte[] plaintext, int trailer, int most, RandomGenerator random) {
        byte[] records = new byte[0];
        for (int at = 0; at < plaintext.length; ) {
            int end = Math.min(plaintext.length, at + 1 + random.nextInt(most));
            byte[] body = join(Arrays.copyOfRange(plaintext, at, end), Foreign.bytes(trailer, random));
            records = join(records, Tls.applicationData(body));
            at = end;
        }
        return records;
    }

    private static void feed(TlsRecords to, byte[] bytes, int most, RandomGenerator random) {
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            to.bytes(bytes, at, length);
            at += length;
        }
    }

    private static byte[] token(int sequence) {
        return new Token(RUN, 1, sequence, Direction.CLIENT_TO_SERVER).bytes();
    }
}
