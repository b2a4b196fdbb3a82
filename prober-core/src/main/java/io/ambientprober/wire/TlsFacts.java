package io.ambientprober.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the readable part of a TLS handshake said.
 *
 * @param clientHello the first complete one that does not offer HTTP/2, else the last; null when none was captured
 * @param serverHello of the complete ones that are no HelloRetryRequest the first whose choice is weak, or another protocol than
 *     HTTP/2, else the last; null when none was captured
 * @param helloRetried the server asked for another ClientHello (RFC 8446, section 4.1.4)
 * @param readableFlightEnded a TLS 1.2 server's readable flight was captured from its ServerHello to its ServerHelloDone, which a
 *     resumed handshake does not have
 * @param certificateRequested that flight held a CertificateRequest
 * @param alerts readable alerts, in the order of capture
 */
public record TlsFacts(
        @Nullable ClientHello clientHello,
        @Nullable ServerHello serverHello,
        boolean helloRetried,
        boolean readableFlightEnded,
        boolean certificateRequested,
        List<Alert> alerts) {
    /** ALPN (RFC 9113, section 3.2). */
    private static final String HTTP_2 = "h2";

    public static final TlsFacts NONE = new TlsFacts(null, null, false, false, false, List.of());

    public TlsFacts {
        alerts = List.copyOf(alerts);
    }

    /**
     * A ClientHello.
     *
     * @param versions offered, as on the wire (0x0304 is TLS 1.3)
     * @param cipherSuites offered, as on the wire
     * @param alpn offered protocols (RFC 7301); empty without the extension
     * @param serverName SNI (RFC 6066), null without the extension
     */
    public record ClientHello(
            List<Integer> versions,
            List<Integer> cipherSuites,
            List<String> alpn,
            @Nullable String serverName) {
        public ClientHello {
            versions = List.copyOf(versions);
            cipherSuites = List.copyOf(cipherSuites);
            alpn = List.copyOf(alpn);
        }

        public boolean offersHttp2() {
            return alpn.contains(HTTP_2);
        }
    }

    /**
     * A ServerHello.
     *
     * @param version chosen, as on the wire
     * @param alpn chosen, readable up to TLS 1.2 only
     */
    public record ServerHello(
            int version, int cipherSuite, @Nullable String alpn) {
        /** What it chose is HTTP/2, or is not known. */
        public boolean allowsHttp2() {
            return alpn == null || alpn.equals(HTTP_2);
        }
    }

    /**
     * A readable alert (RFC 8446, section 6).
     *
     * @param level 1 warning, 2 fatal
     */
    public record Alert(Direction from, int level, int description) {}

    /**
     * The server's flight of a full TLS 1.2 handshake was read to its end (RFC 5246, section 7.3) and held no CertificateRequest. A resumed
     * one holds no certificates, even if some were shown when the session began.
     */
    public boolean mutualTls12Disproved() {
        return readableFlightEnded && !certificateRequested;
    }
}
