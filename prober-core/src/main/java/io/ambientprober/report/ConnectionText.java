package io.ambientprober.report;

import io.ambientprober.evidence.Connection;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A connection in words. */
final class ConnectionText {
    private ConnectionText() {}

    static String state(Connection connection) {
        List<String> words = new ArrayList<>();
        words.add(connection.opened() ? "opened" : "older than the capture");
        words.add(connection.answered() ? "answered" : "never answered");
        if (connection.reset()) {
            words.add("reset by the server");
        }
        if (connection.hasGap()) {
            words.add("captured with gaps");
        }
        if (connection.clear()) {
            words.add("token in clear");
        }
        return String.join(", ", words);
    }

    static String framing(Framing framing) {
        return switch (framing) {
            case Framing.Empty() -> "nothing";
            case Framing.Unaligned(long bytes) -> "too few to find a TLS record in " + bytes;
            case Framing.Tls tls ->
                "TLS, " + tls.records() + " records, " + tls.application().bytes() + " bytes of application data"
                        + (tls.fromStart() ? "" : ", from the middle");
            case Framing.NotTls notTls ->
                "not TLS but " + notTls.looksLike() + " (packet " + notTls.packet() + "): " + notTls.excerpt();
        };
    }

    static String tls(TlsFacts tls) {
        List<String> words = new ArrayList<>();
        ServerHello server = tls.serverHello();
        if (server != null) {
            words.add(version(server.version()) + ", " + suite(server.cipherSuite()));
        }
        ClientHello client = tls.clientHello();
        if (client != null) {
            words.add("ALPN offered: " + (client.alpn().isEmpty() ? "none" : String.join(" ", client.alpn())));
            if (client.serverName() != null) {
                words.add("SNI " + client.serverName());
            }
        }
        if (tls.readableFlightEnded()) {
            words.add(tls.certificateRequested() ? "certificate requested" : "no certificate requested");
        }
        tls.alerts()
                .forEach(alert -> words.add("alert " + alert.description() + " from "
                        + switch (alert.from()) {
                            case CLIENT_TO_SERVER -> "the client";
                            case SERVER_TO_CLIENT -> "the server";
                        }));
        return words.isEmpty() ? "no handshake captured" : String.join("; ", words);
    }

    private static String version(int version) {
        return switch (version) {
            case 0x0304 -> "TLS 1.3";
            case 0x0303 -> "TLS 1.2";
            default -> "version " + hex(version);
        };
    }

    /** Names of the IANA registry for the suites of TLS 1.3; others keep their number. */
    private static String suite(int suite) {
        return switch (suite) {
            case 0x1301 -> "TLS_AES_128_GCM_SHA256";
            case 0x1302 -> "TLS_AES_256_GCM_SHA384";
            case 0x1303 -> "TLS_CHACHA20_POLY1305_SHA256";
            default -> "suite " + hex(suite);
        };
    }

    private static String hex(int code) {
        return "0x" + HexFormat.of().toHexDigits((short) code);
    }
}
