package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the readable handshake of one connection said so far; both directions write to it. */
final class TlsHandshake {
    /** Alerts kept of a connection; a peer sends one or two. */
    private static final int MAX_ALERTS = 8;

    private static final int TLS_1_2 = 0x0303;

    private @Nullable ClientHello clientHello;
    private @Nullable ServerHello serverHello;
    private boolean helloRetried;
    private boolean readableFlightEnded;
    private boolean certificateRequested;
    private final List<Alert> alerts = new ArrayList<>(0);

    /** A later one does not mend one that offers no HTTP/2. */
    void clientHello(ClientHello hello) {
        if (clientHello == null || clientHello.offersHttp2()) {
            clientHello = hello;
        }
    }

    /** A later one does not mend a weak one. */
    void serverHello(ServerHello hello) {
        if (serverHello == null
                || serverHello.allowsHttp2() && TlsWeakness.of(serverHello).isEmpty()) {
            serverHello = hello;
        }
    }

    void helloRetry() {
        helloRetried = true;
    }

    void certificateRequest() {
        certificateRequested = true;
    }

    /** ServerHelloDone: the handshake is a full one. */
    void serverHelloDone() {
        readableFlightEnded = isReadable();
    }

    /** Whether the handshake is of TLS 1.2 or older, in which only what follows a ChangeCipherSpec is encrypted. */
    boolean isReadable() {
        return serverHello != null && serverHello.version() <= TLS_1_2;
    }

    /** Whether the server chose a suite that is known to encrypt. */
    boolean encrypts() {
        return serverHello != null
                && CipherSuites.name(serverHello.cipherSuite()) != null
                && !TlsWeakness.NO_ENCRYPTION.isOf(serverHello);
    }

    void alert(Alert alert) {
        if (alerts.size() < MAX_ALERTS) {
            alerts.add(alert);
        }
    }

    TlsFacts facts() {
        if (clientHello == null && serverHello == null && !helloRetried && alerts.isEmpty()) {
            return TlsFacts.NONE;
        }
        return new TlsFacts(clientHello, serverHello, helloRetried, readableFlightEnded, certificateRequested, alerts);
    }
}
