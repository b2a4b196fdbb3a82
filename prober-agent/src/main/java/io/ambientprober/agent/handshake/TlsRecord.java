package io.ambientprober.agent.handshake;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.tls.ContentType;

/** Tells TLS from what else may answer on a port, by its first bytes. */
final class TlsRecord {
    private static final int MAJOR_VERSION = 3;

    private TlsRecord() {}

    /** A server begins with a handshake message or an alert. */
    static boolean begins(byte[] data, int count) {
        return (data[0] == ContentType.handshake || data[0] == ContentType.alert)
                && (count < 2 || data[1] == MAJOR_VERSION);
    }

    /** A name, never the bytes: nobody knows whose they are. */
    static String looksLike(byte[] data, int count) {
        String begin = new String(data, 0, Math.min(count, 8), StandardCharsets.ISO_8859_1);
        if (begin.startsWith("HTTP/1.")) {
            return "HTTP/1 in the clear";
        }
        if (begin.startsWith("SSH-")) {
            return "SSH";
        }
        return count >= 9 && data[3] == 4 && (data[5] | data[6] | data[7] | data[8]) == 0
                ? "HTTP/2 in the clear"
                : "no known protocol";
    }
}
