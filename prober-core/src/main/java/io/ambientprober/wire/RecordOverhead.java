package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.ServerHello;
import org.jspecify.annotations.Nullable;

/** What encryption adds to the body of a record, at least. */
public enum RecordOverhead {
    /** Tag and content type (RFC 8446, section 5.2). */
    TLS_1_3(17),
    /** Explicit nonce and tag in TLS 1.2 (RFC 5288). */
    AES_GCM(24),
    /** Tag in TLS 1.2 (RFC 7905). */
    CHACHA20(16),
    /** Nobody read the ServerHello: what every suite of the others adds. */
    UNREAD(16),
    /** Other suites of TLS 1.2 pad, or leave out the tag: how much a record holds cannot be told. */
    NOT_FIXED(16);

    private static final int TLS_1_2 = 0x0303;

    private final int bytes;

    RecordOverhead(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** By version and suite as the server chose them (https://www.iana.org/assignments/tls-parameters). */
    public static RecordOverhead of(@Nullable ServerHello hello) {
        if (hello == null) {
            return UNREAD;
        }
        if (hello.version() > TLS_1_2) {
            return TLS_1_3;
        }
        String suite = CipherSuites.name(hello.cipherSuite());
        if (suite != null && suite.contains("_AES_") && suite.contains("_GCM_")) {
            return AES_GCM;
        }
        return suite != null && suite.contains("_CHACHA20_") ? CHACHA20 : NOT_FIXED;
    }
}
