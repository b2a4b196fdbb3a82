package io.ambientprober.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/** HTTP over TLS 1.2, whose handshake a tap can read. */
final class Tls12 {
    static final int ECDHE_RSA_AES128_GCM = 0xC02F;
    /** Explicit nonce and tag. */
    private static final int OVERHEAD = 24;

    private Tls12() {}

    /** What client and server agree on. */
    record Terms(int version, int suite, List<String> offered, List<String> chosen, boolean mutual) {
        static final Terms USUAL = new Terms(Tls.TLS_1_2, ECDHE_RSA_AES128_GCM, List.of("h2"), List.of("h2"), true);

        Terms suite(int other) {
            return new Terms(version, other, offered, chosen, mutual);
        }

        Terms version(int other) {
            return new Terms(other, suite, offered, chosen, mutual);
        }

        Terms alpn(List<String> offer, List<String> choice) {
            return new Terms(version, suite, offer, choice, mutual);
        }

        Terms mutual(boolean asked) {
            return new Terms(version, suite, offered, chosen, asked);
        }
    }

    static void handshake(Flow flow, boolean mutual, RandomGenerator random) {
        handshake(flow, Terms.USUAL.mutual(mutual), random);
    }

    static void handshake(Flow flow, Terms terms, RandomGenerator random) {
        hello(flow, terms, random);
        byte[] request = terms.mutual() ? Tls.message(13, Foreign.bytes(40, random)) : new byte[0];
        flow.response(Tls.handshake(
                serverHello(terms, random),
                Tls.message(11, Foreign.bytes(1200, random)),
                Tls.message(12, Foreign.bytes(300, random)),
                request,
                Tls.message(14, new byte[0])));
        byte[] certificate = terms.mutual() ? Tls.message(11, Foreign.bytes(900, random)) : new byte[0];
        flow.request(
                Tls.handshake(certificate, Tls.message(16, Foreign.bytes(33, random))),
                Tls.changeCipherSpec(),
                Tls.handshake(Foreign.bytes(40, random)));
        flow.response(Tls.changeCipherSpec(), Tls.handshake(Foreign.bytes(40, random)));
    }

    /** By the session id, or by a ticket that the server replaces. */
    static void resumed(Flow flow, Terms terms, boolean ticket, RandomGenerator random) {
        hello(flow, terms, random);
        flow.response(
                Tls.handshake(
                        serverHello(terms, random), ticket ? Tls.message(4, Foreign.bytes(190, random)) : new byte[0]),
                Tls.changeCipherSpec(),
                Tls.handshake(Foreign.bytes(40, random)));
        flow.request(Tls.changeCipherSpec(), Tls.handshake(Foreign.bytes(40, random)));
    }

    private static void hello(Flow flow, Terms terms, RandomGenerator random) {
        flow.request(Tls.record(22, 0x0301, Tls.clientHello(List.of(terms.version()), terms.offered(), 36, random)));
    }

    private static byte[] serverHello(Terms terms, RandomGenerator random) {
        return Tls.serverHello(terms.version(), terms.suite(), terms.chosen(), random);
    }

    static void canary(Flow flow, int requestBytes, int responseBytes, RandomGenerator random) {
        flow.request(data(requestBytes + 110, random));
        flow.response(data(responseBytes + 70, random));
    }

    static byte[] data(int plaintext, RandomGenerator random) {
        byte[] records = new byte[0];
        for (int left = plaintext; left > 0; left -= 16_000) {
            records = Numbers.join(
                    records, Tls.applicationData(Foreign.bytes(Math.min(16_000, left) + OVERHEAD, random)));
        }
        return records;
    }

    /** Records of a suite that does not encrypt: so much plaintext in each at most, and behind it a MAC. */
    static byte[] readable(byte[] plaintext, int most, int trailer, RandomGenerator random) {
        byte[][] records = new byte[(plaintext.length + most - 1) / most][];
        for (int i = 0; i < records.length; i++) {
            byte[] piece =
                    java.util.Arrays.copyOfRange(plaintext, i * most, Math.min(plaintext.length, (i + 1) * most));
            records[i] = Tls.applicationData(Numbers.join(piece, Foreign.bytes(trailer, random)));
        }
        return Numbers.join(records);
    }
}
