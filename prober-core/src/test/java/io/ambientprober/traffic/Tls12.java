package io.ambientprober.traffic;

import java.util.List;
import java.util.random.RandomGenerator;

/** HTTP over TLS 1.2, whose handshake a tap can read. */
final class Tls12 {
    private static final int ECDHE_RSA_AES128_GCM = 0xC02F;
    /** Explicit nonce and tag. */
    private static final int OVERHEAD = 24;

    private Tls12() {}

    static void handshake(Flow flow, boolean mutual, RandomGenerator random) {
        flow.request(Tls.record(22, 0x0301, Tls.clientHello(List.of(Tls.TLS_1_2), List.of("h2"), 36, random)));
        byte[] request = mutual ? Tls.message(13, Foreign.bytes(40, random)) : new byte[0];
        flow.response(Tls.handshake(
                Tls.serverHello(Tls.TLS_1_2, ECDHE_RSA_AES128_GCM, random),
                Tls.message(11, Foreign.bytes(1200, random)),
                Tls.message(12, Foreign.bytes(300, random)),
                request,
                Tls.message(14, new byte[0])));
        byte[] certificate = mutual ? Tls.message(11, Foreign.bytes(900, random)) : new byte[0];
        flow.request(
                Tls.handshake(certificate, Tls.message(16, Foreign.bytes(33, random))),
                Tls.changeCipherSpec(),
                Tls.handshake(Foreign.bytes(40, random)));
        flow.response(Tls.changeCipherSpec(), Tls.handshake(Foreign.bytes(40, random)));
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
}
