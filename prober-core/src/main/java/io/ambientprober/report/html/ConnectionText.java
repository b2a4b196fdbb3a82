package io.ambientprober.report.html;

import io.ambientprober.evidence.Connection;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import io.ambientprober.wire.TlsNames;
import java.util.ArrayList;
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
            words.add("token in the clear");
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
            words.add(TlsNames.version(server.version()) + ", " + TlsNames.suite(server.cipherSuite()));
        }
        if (server != null && server.alpn() != null) {
            words.add("ALPN chosen: " + server.alpn());
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
}
