package io.ambientprober.traffic;

import static io.ambientprober.traffic.Numbers.join;
import static io.ambientprober.traffic.Numbers.u16;
import static io.ambientprober.traffic.Numbers.u24;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** TLS records (RFC 8446, RFC 5246): the readable ones as they are, the others filled with random bytes. */
public final class Tls {
    public static final int TLS_1_2 = 0x0303;
    public static final int TLS_1_3 = 0x0304;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private static final byte[] HELLO_RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private Tls() {}

    public static byte[] record(int type, int version, byte[] body) {
        return join(new byte[] {(byte) type}, u16(version), u16(body.length), body);
    }

    public static byte[] applicationData(byte[] body) {
        return record(APPLICATION_DATA, TLS_1_2, body);
    }

    public static byte[] changeCipherSpec() {
        return record(CHANGE_CIPHER_SPEC, TLS_1_2, new byte[] {1});
    }

    public static byte[] alert(int level, int description) {
        return record(ALERT, TLS_1_2, new byte[] {(byte) level, (byte) description});
    }

    public static byte[] handshake(byte[]... messages) {
        return record(HANDSHAKE, TLS_1_2, join(messages));
    }

    public static byte[] message(int type, byte[] body) {
        return join(new byte[] {(byte) type}, u24(body.length), body);
    }

    /** @param versions offered; TLS 1.3 goes into an extension */
    public static byte[] clientHello(List<Integer> versions, List<String> alpn, int keyShare, RandomGenerator random) {
        byte[] offered = join(versions.stream().map(Numbers::u16).toArray(byte[][]::new));
        byte[] extensions = join(
                versions.contains(TLS_1_3)
                        ? extension(43, join(new byte[] {(byte) offered.length}, offered))
                        : new byte[0],
                alpn.isEmpty() ? new byte[0] : extension(16, sized(join(names(alpn)))),
                extension(51, Foreign.bytes(keyShare, random)));
        byte[] session = Foreign.bytes(32, random);
        return message(
                1,
                join(
                        u16(TLS_1_2),
                        Foreign.bytes(32, random),
                        new byte[] {32},
                        session,
                        sized(join(u16(0x1302), u16(0x1301), u16(0xC02F))),
                        new byte[] {1, 0},
                        sized(extensions)));
    }

    private static byte[][] names(List<String> alpn) {
        return alpn.stream()
                .map(name -> join(new byte[] {(byte) name.length()}, name.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new);
    }

    public static byte[] serverHello(int version, int suite, RandomGenerator random) {
        return serverHello(version, suite, version == TLS_1_3 ? List.of() : List.of("h2"), random);
    }

    /** @param alpn the protocol chosen, or none */
    public static byte[] serverHello(int version, int suite, List<String> alpn, RandomGenerator random) {
        byte[] extensions = join(
                version == TLS_1_3
                        ? join(extension(43, u16(version)), extension(51, Foreign.bytes(36, random)))
                        : new byte[0],
                alpn.isEmpty() ? new byte[0] : extension(16, sized(join(names(alpn)))));
        return serverHello(Math.min(version, TLS_1_2), Foreign.bytes(32, random), suite, extensions, random);
    }

    public static byte[] helloRetry(RandomGenerator random) {
        return serverHello(
                TLS_1_2, HELLO_RETRY, 0x1302, join(extension(43, u16(TLS_1_3)), extension(51, u16(0x11EC))), random);
    }

    private static byte[] serverHello(
            int version, byte[] serverRandom, int suite, byte[] extensions, RandomGenerator random) {
        return message(
                2,
                join(
                        u16(version),
                        serverRandom,
                        new byte[] {32},
                        Foreign.bytes(32, random),
                        u16(suite),
                        new byte[1],
                        sized(extensions)));
    }

    public static byte[] extension(int type, byte[] body) {
        return join(u16(type), sized(body));
    }

    private static byte[] sized(byte[] body) {
        return join(u16(body.length), body);
    }
}
