package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.handshake.Observation.Request;
import org.bouncycastle.tls.HandshakeType;
import org.junit.jupiter.api.Test;

class NotesTest {
    private static final short[] TLS_1_3 = {
        HandshakeType.server_hello,
        HandshakeType.encrypted_extensions,
        HandshakeType.certificate_request,
        HandshakeType.certificate,
        HandshakeType.certificate_verify,
        HandshakeType.finished
    };

    private final Notes notes = new Notes();

    @Test
    void noServerOfTls13HasLetAnybodyInWhenTheClientIsReady() {
        handshake(TLS_1_3);

        assertThat(notes.step()).isEqualTo(HandshakeStep.ANSWERED);
        assertThat(notes.admitted()).isFalse();
    }

    @Test
    void aTicketComesAfterTheClientsCertificateWasTaken() {
        handshake(TLS_1_3);
        notes.message(HandshakeType.new_session_ticket);

        assertThat(notes.admitted()).isTrue();
    }

    @Test
    void whoAsksForNoCertificateMaySendATicketAtOnce() {
        handshake(HandshakeType.server_hello, HandshakeType.certificate, HandshakeType.finished);
        notes.message(HandshakeType.new_session_ticket);

        assertThat(notes.admitted()).isFalse();
        assertThat(notes.observed(new End.TimedOut(HandshakeStep.ANSWERED)).request())
                .isEqualTo(Request.NOT_SENT);
    }

    @Test
    void aCertificateWithoutARequestProvesNothingYet() {
        notes.version("1.2", false);
        notes.message(HandshakeType.certificate);
        notes.processed(HandshakeType.certificate);

        assertThat(notes.step()).isEqualTo(HandshakeStep.CERTIFICATE);
        assertThat(notes.observed(new End.TimedOut(HandshakeStep.CERTIFICATE)).request())
                .isEqualTo(Request.UNKNOWN);
    }

    @Test
    void aGoodbyeIsNoRefusal() {
        notes.alert((short) 0);
        notes.alert((short) 90);
        assertThat(notes.alert()).isNull();

        notes.alert((short) 116);
        assertThat(notes.alert()).isEqualTo(116);
    }

    private void handshake(short... messages) {
        notes.version("1.3", true);
        for (short message : messages) {
            notes.message(message);
            notes.processed(message);
        }
        notes.completed();
    }
}
