package io.ambientprober.agent.handshake;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;

/** Bouncy Castle's client, fed by hand, which tells which messages came: its callbacks tell only of some. */
final class ObservedProtocol extends TlsClientProtocol {
    private final Notes notes;

    ObservedProtocol(Notes notes) {
        this.notes = notes;
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        notes.message(type);
        if (type == HandshakeType.certificate) {
            requireWhole(message);
        }
        super.handleHandshakeMessage(type, message);
        notes.processed(type);
    }

    private void requireWhole(HandshakeMessageInput message) throws IOException {
        CertificateLengths lengths = new CertificateLengths(TlsUtils.isTLSv13(getContext()));
        message.updateHash(lengths);
        if (!lengths.hold()) {
            throw new TlsFatalAlert(AlertDescription.decode_error);
        }
    }
}
