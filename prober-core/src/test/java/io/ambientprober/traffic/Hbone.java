package io.ambientprober.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/** What ztunnel puts on a connection to port 15008. */
final class Hbone {
    /** DATA frames carry 1,024 bytes; frame header, tag and content type make it a record of 1,050. */
    private static final int CHUNK = 1024;

    private static final int OVERHEAD = 9 + 17;
    private static final int AES_256_GCM = 0x1302;
    static final int X25519 = 36;
    private static final int X25519_MLKEM768 = 1220;
    private static final int CONNECT = 180;
    private static final int PING = 9 + 8;

    private Hbone() {}

    static void handshake(Flow flow, RandomGenerator random) {
        handshake(flow, X25519, List.of("h2"), random);
    }

    static void postQuantumHandshake(Flow flow, RandomGenerator random) {
        handshake(flow, X25519_MLKEM768, List.of("h2"), random);
    }

    static void handshake(Flow flow, int keyShare, List<String> alpn, RandomGenerator random) {
        handshake(flow, keyShare, alpn, AES_256_GCM, random);
    }

    static void handshake(Flow flow, int keyShare, List<String> alpn, int suite, RandomGenerator random) {
        hello(flow, keyShare, alpn, random);
        flow.response(
                Tls.handshake(Tls.serverHello(Tls.TLS_1_3, suite, random)), Tls.changeCipherSpec(), data(random, 2300));
        flow.request(Tls.changeCipherSpec(), data(random, 1800), data(random, 60));
        flow.response(data(random, 40));
    }

    static void hello(Flow flow, int keyShare, List<String> alpn, RandomGenerator random) {
        flow.request(Tls.record(22, 0x0301, Tls.clientHello(List.of(Tls.TLS_1_3), alpn, keyShare, random)));
    }

    /** The server asks for another key share first. */
    static void retriedHandshake(Flow flow, RandomGenerator random) {
        hello(flow, X25519, List.of("h2"), random);
        flow.response(Tls.handshake(Tls.helloRetry(random)), Tls.changeCipherSpec());
        flow.request(Tls.changeCipherSpec());
        postQuantumHandshake(flow, random);
    }

    /** A canary there and back in a stream of its own. */
    static void canary(Flow flow, int requestBytes, int responseBytes, RandomGenerator random) {
        flow.request(data(random, CONNECT), chunks(random, requestBytes + 110));
        flow.response(data(random, 60), chunks(random, responseBytes + 70), data(random, 9));
    }

    private static byte[] chunks(RandomGenerator random, int bytes) {
        byte[] records = new byte[0];
        for (int left = bytes; left > 0; left -= CHUNK) {
            records = Numbers.join(records, record(random, Math.min(CHUNK, left) + OVERHEAD));
        }
        return records;
    }

    /** The first records as ztunnel was measured to write them: certificates, SETTINGS and CONNECT there; certificates, tickets, SETTINGS back. */
    static void measuredHandshake(Flow flow, RandomGenerator random) {
        hello(flow, X25519, List.of("h2"), random);
        flow.response(
                Tls.handshake(Tls.serverHello(Tls.TLS_1_3, 0x1302, random)),
                Tls.changeCipherSpec(),
                record(random, 850 + random.nextInt(24)));
        flow.request(Tls.changeCipherSpec(), record(random, 768 + random.nextInt(23)), record(random, 41));
        flow.response(record(random, 179), record(random, 50));
    }

    /** A PING and its answer, frames of no stream. */
    static void ping(Flow flow, RandomGenerator random) {
        flow.request(data(random, PING));
        flow.response(data(random, PING));
    }

    static byte[] data(RandomGenerator random, int plaintext) {
        return record(random, plaintext + 17);
    }

    private static byte[] record(RandomGenerator random, int body) {
        return Tls.applicationData(Foreign.bytes(body, random));
    }
}
