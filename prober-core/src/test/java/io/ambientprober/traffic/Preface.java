package io.ambientprober.traffic;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** HTTP/2 in the clear (RFC 9113, sections 3.4 and 6.5). */
final class Preface {
    private Preface() {}

    static byte[] client(RandomGenerator random) {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return Numbers.join(preface, server(), Foreign.bytes(80, random));
    }

    static byte[] server() {
        return Numbers.join(Numbers.u24(6), new byte[] {4, 0, 0, 0, 0, 0}, Numbers.u16(3), new byte[] {0, 0, 0, 100});
    }
}
