package io.ambientprober.agent.handshake;

import io.ambientprober.enrolled.HbonePort.Answer;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.jspecify.annotations.Nullable;

/**
 * What one stranger saw of a server.
 *
 * @param version for example {@code 1.3}; null, like suite and ALPN, when the server chose none
 * @param chain the server's certificates, its own first, as DER
 * @param keyProved whether it showed that the key to its certificate is its own
 */
record Observation(
        @Nullable String version,
        @Nullable String suite,
        @Nullable String alpn,
        List<byte[]> chain,
        boolean keyProved,
        Request request,
        End end) {
    /** Whether the server asked for a certificate. */
    enum Request {
        SENT,
        NOT_SENT,
        /** The handshake did not get so far. */
        UNKNOWN
    }

    /** The server knew that it had a stranger before it, and turned it away. */
    boolean refused() {
        return request == Request.SENT
                && switch (end) {
                    case End.Alert alert ->
                        alert.step() == HandshakeStep.ANSWERED && !isAboutProtocol(alert.description());
                    case End.Closed closed -> closed.step() == HandshakeStep.ANSWERED;
                    case End.Accepted _,
                            End.Unclear _,
                            End.TimedOut _,
                            End.Garbage _,
                            End.Broken _,
                            End.Unreachable _ -> false;
                };
    }

    /** What it is that answers, by how that ended. */
    Answer answer() {
        return switch (end) {
            case End.Garbage _ -> Answer.NOT_TLS;
            case End.Accepted _, End.Unclear _, End.Alert _, End.Broken _ -> Answer.TLS;
            case End.Closed closed -> ofStep(closed.step());
            case End.TimedOut timedOut -> ofStep(timedOut.step());
            case End.Unreachable unreachable ->
                switch (unreachable.reason()) {
                    case REFUSED, TIMED_OUT -> Answer.NONE;
                    case OTHER -> Answer.UNKNOWN;
                };
        };
    }

    /** Who takes a connection and says nothing does not answer. */
    private static Answer ofStep(HandshakeStep step) {
        return step == HandshakeStep.CONNECTED ? Answer.NONE : Answer.TLS;
    }

    boolean answered() {
        return switch (answer()) {
            case TLS, NOT_TLS -> true;
            case NONE, UNKNOWN -> false;
        };
    }

    boolean accepted() {
        return end instanceof End.Accepted;
    }

    /** Alerts that complain of how a client speaks, not of who it is: anyone who gets one was not judged as a stranger. */
    private static boolean isAboutProtocol(int description) {
        return switch (description) {
            case AlertDescription.unexpected_message,
                    AlertDescription.bad_record_mac,
                    AlertDescription.record_overflow,
                    AlertDescription.illegal_parameter,
                    AlertDescription.decode_error,
                    AlertDescription.protocol_version,
                    AlertDescription.insufficient_security,
                    AlertDescription.inappropriate_fallback,
                    AlertDescription.missing_extension,
                    AlertDescription.unsupported_extension,
                    AlertDescription.no_application_protocol -> true;
            default -> false;
        };
    }
}
