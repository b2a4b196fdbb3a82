package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TLS numbers by their names: https://www.iana.org/assignments/tls-parameters. */
public final class TlsNames {
    private static final Map<Integer, String> VERSIONS =
            Map.of(0x0300, "SSLv3", 0x0301, "TLS 1.0", 0x0302, "TLS 1.1", 0x0303, "TLS 1.2", 0x0304, "TLS 1.3");

    private static final Map<Integer, String> ALERTS = Map.ofEntries(
            Map.entry(0, "close_notify"),
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(109, "missing_extension"),
            Map.entry(116, "certificate_required"),
            Map.entry(120, "no_application_protocol"));

    private TlsNames() {}

    /** For example {@code TLS 1.3}; the number in hexadecimal where it has no name. */
    public static String version(int version) {
        return VERSIONS.getOrDefault(version, hex(version));
    }

    /** The IANA name of a cipher suite; the number in hexadecimal where it has none. */
    public static String suite(int suite) {
        String name = CipherSuites.name(suite);
        return name == null ? hex(suite) : name;
    }

    /** The name of an alert (RFC 8446, section 6) and its number. */
    public static String alert(int description) {
        return ALERTS.getOrDefault(description, "unknown") + " (" + description + ")";
    }

    /** One line on a handshake: version, suite, ALPN offered; or that none was captured. */
    public static String summary(TlsFacts tls) {
        ClientHello client = tls.clientHello();
        ServerHello server = tls.serverHello();
        if (client == null && server == null) {
            return "older than the capture, no handshake seen, neither its suite nor its ALPN, TLS records throughout";
        }
        List<String> parts = new ArrayList<>();
        if (server != null) {
            parts.add(version(server.version()));
            parts.add(suite(server.cipherSuite()));
            if (server.alpn() != null) {
                parts.add("ALPN chosen " + server.alpn());
            }
        } else {
            parts.add("version and suite not seen");
        }
        if (client != null) {
            parts.add("ALPN offered " + (client.alpn().isEmpty() ? "none" : String.join(", ", client.alpn())));
        } else {
            parts.add("ALPN offered not seen");
        }
        if (tls.helloRetried()) {
            parts.add("after a HelloRetryRequest");
        }
        return String.join(", ", parts);
    }

    private static String hex(int value) {
        return "0x%04x".formatted(value);
    }
}
