package io.ambientprober.agent.handshake;

import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeType;
import org.jspecify.annotations.Nullable;

/** What is noticed of a server while Bouncy Castle talks to it. */
final class Notes {
    private HandshakeStep step = HandshakeStep.CONNECTED;
    private boolean tls13;
    private boolean requested;
    private boolean requestIsPast;
    private boolean complete;
    private boolean ticketed;
    private boolean goodbye;
    private @Nullable String version;
    private @Nullable String suite;
    private @Nullable String alpn;
    private @Nullable Integer alert;
    private List<byte[]> chain = List.of();

    /** A handshake message arrived; it may still turn out to be broken. */
    void message(short type) {
        switch (type) {
            case HandshakeType.server_hello -> reached(HandshakeStep.HELLO);
            case HandshakeType.certificate -> reached(HandshakeStep.CERTIFICATE);
            case HandshakeType.certificate_request -> requested = true;
            case HandshakeType.new_session_ticket -> ticketed = true;
            default -> {
                // The others say nothing about who is let in.
            }
        }
    }

    /** A handshake message was processed, and answered where it asks for an answer. */
    void processed(short type) {
        if (type == (tls13 ? HandshakeType.finished : HandshakeType.server_hello_done)) {
            requestIsPast = true;
            reached(HandshakeStep.ANSWERED);
        }
    }

    private void reached(HandshakeStep next) {
        if (next.compareTo(step) > 0) {
            step = next;
        }
    }

    void version(String name, boolean is13) {
        version = name;
        tls13 = is13;
    }

    void suite(int number) {
        suite = "0x%04x".formatted(number);
    }

    void alpn(String name) {
        alpn = name;
    }

    void chain(List<byte[]> certificates) {
        chain = certificates;
    }

    /** In TLS 1.3 an alert is fatal whatever its level says, but for these two (RFC 8446, section 6). */
    void alert(short description) {
        if (description == AlertDescription.close_notify) {
            goodbye = true;
        } else if (description != AlertDescription.user_canceled) {
            alert = (int) description;
        }
    }

    void completed() {
        complete = true;
    }

    boolean complete() {
        return complete;
    }

    /**
     * The server's TLS has let us in: a TLS 1.2 server ends the handshake last, and one of TLS 1.3 that asked for a certificate sends no
     * ticket before it has seen ours (RFC 8446, section 4.6.1).
     */
    boolean admitted() {
        return complete && (!tls13 || requested && ticketed);
    }

    HandshakeStep step() {
        return step;
    }

    @Nullable
    Integer alert() {
        return alert;
    }

    /** The server closed, or announced that it will. */
    boolean goodbye() {
        return goodbye;
    }

    Observation observed(End end) {
        return new Observation(version, suite, alpn, chain, keyProved(), request(), end);
    }

    /** What it signed with the key was checked by then: CertificateVerify and Finished, or in TLS 1.2 its ServerKeyExchange. */
    private boolean keyProved() {
        return step == HandshakeStep.ANSWERED;
    }

    private Observation.Request request() {
        if (requested) {
            return Observation.Request.SENT;
        }
        return requestIsPast ? Observation.Request.NOT_SENT : Observation.Request.UNKNOWN;
    }
}
