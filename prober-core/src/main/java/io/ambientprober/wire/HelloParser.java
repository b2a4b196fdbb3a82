package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of ClientHello and ServerHello: RFC 8446 sections 4.1.2 and 4.1.3; a malformed one is not reported. */
final class HelloParser {
    private static final int EXTENSION_SERVER_NAME = 0; // RFC 6066
    private static final int EXTENSION_ALPN = 16; // RFC 7301
    private static final int EXTENSION_SUPPORTED_VERSIONS = 43; // RFC 8446

    private static final int RANDOM_LENGTH = 32;
    /** Kept of a list that a client offers; OpenSSL offers some 30 suites. */
    private static final int MOST_OFFERED = 64;
    /** Of a host's name (RFC 1035, section 2.3.4). */
    private static final int LONGEST_NAME = 255;

    private static final String HTTP_2 = "h2";
    /** The random of a HelloRetryRequest: SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3). */
    private static final byte[] HELLO_RETRY =
            java.util.HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private HelloParser() {}

    static void clientHello(byte[] data, int from, int end, TlsHandshake handshake) {
        Cursor in = new Cursor(data, from, end);
        int legacyVersion = in.u16();
        in.skip(RANDOM_LENGTH);
        in.skip(in.u8());
        Cursor suites = in.nested(in.u16());
        in.skip(in.u8());
        Extensions extensions = Extensions.read(in);
        if (in.failed()) {
            return;
        }
        List<Integer> versions = extensions.versions().isEmpty() ? List.of(legacyVersion) : extensions.versions();
        handshake.clientHello(new ClientHello(versions, suites.offered(), extensions.alpn(), extensions.serverName()));
    }

    static void serverHello(byte[] data, int from, int end, TlsHandshake handshake) {
        Cursor in = new Cursor(data, from, end);
        int legacyVersion = in.u16();
        int random = in.at();
        in.skip(RANDOM_LENGTH);
        in.skip(in.u8());
        int suite = in.u16();
        in.skip(1);
        Extensions extensions = Extensions.read(in);
        if (in.failed()) {
            return;
        }
        if (Arrays.equals(data, random, random + RANDOM_LENGTH, HELLO_RETRY, 0, RANDOM_LENGTH)) {
            handshake.helloRetry();
            return;
        }
        int version = extensions.versions().isEmpty()
                ? legacyVersion
                : extensions.versions().getFirst();
        String alpn = extensions.alpn().isEmpty() ? null : extensions.alpn().getFirst();
        handshake.serverHello(new ServerHello(version, suite, alpn));
    }

    private record Extensions(
            List<Integer> versions,
            List<String> alpn,
            @Nullable String serverName) {
        static Extensions read(Cursor in) {
            List<Integer> versions = List.of();
            List<String> alpn = List.of();
            String serverName = null;
            Cursor list = in.hasMore() ? in.nested(in.u16()) : in;
            while (list.hasMore()) {
                int type = list.u16();
                Cursor body = list.nested(list.u16());
                switch (type) {
                    case EXTENSION_SUPPORTED_VERSIONS -> versions = versions(body);
                    case EXTENSION_ALPN -> alpn = protocols(body);
                    case EXTENSION_SERVER_NAME -> serverName = serverName(body);
                    default -> {} // not needed
                }
            }
            if (list.failed()) {
                in.fail();
            }
            return new Extensions(versions, alpn, serverName);
        }

        /** A server sends its choice alone, a client a list with its length in front. */
        private static List<Integer> versions(Cursor body) {
            return body.left() == 2 ? body.offered() : body.nested(body.u8()).offered();
        }

        private static List<String> protocols(Cursor body) {
            List<String> names = new ArrayList<>();
            Cursor list = body.nested(body.u16());
            while (list.hasMore()) {
                String name = list.text(list.u8());
                if (names.size() < MOST_OFFERED || name.equals(HTTP_2) && !names.contains(HTTP_2)) {
                    names.add(name);
                }
            }
            return names;
        }

        private static @Nullable String serverName(Cursor body) {
            if (!body.hasMore()) {
                return null;
            }
            Cursor list = body.nested(body.u16());
            list.skip(1);
            String name = list.text(list.u16());
            return name.substring(0, Math.min(name.length(), LONGEST_NAME));
        }
    }

    /** Reads forward within bounds; past them it yields zeros and remembers that it failed. */
    private static final class Cursor {
        private final byte[] data;
        private final int end;
        private int at;
        private boolean failed;

        Cursor(byte[] data, int at, int end) {
            this.data = data;
            this.at = at;
            this.end = end;
        }

        boolean hasMore() {
            return !failed && at < end;
        }

        boolean failed() {
            return failed;
        }

        void fail() {
            failed = true;
        }

        int left() {
            return end - at;
        }

        int at() {
            return at;
        }

        int u8() {
            return advance(1) ? Bytes.u8(data, at - 1) : 0;
        }

        int u16() {
            return advance(2) ? Bytes.u16(data, at - 2) : 0;
        }

        void skip(int count) {
            advance(count);
        }

        Cursor nested(int length) {
            int from = at;
            return advance(length) ? new Cursor(data, from, at) : new Cursor(data, from, from);
        }

        List<Integer> offered() {
            List<Integer> values = new ArrayList<>(Math.min(MOST_OFFERED, left() / 2));
            while (left() >= 2 && values.size() < MOST_OFFERED) {
                values.add(u16());
            }
            return values;
        }

        String text(int length) {
            int from = at;
            return advance(length) ? new String(data, from, length, StandardCharsets.ISO_8859_1) : "";
        }

        private boolean advance(int count) {
            if (failed || count > end - at) {
                failed = true;
                return false;
            }
            at += count;
            return true;
        }
    }
}
