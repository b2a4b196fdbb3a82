package io.ambientprober.agent.handshake;

import java.io.IOException;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.TlsClientProtocol;

/** Bouncy Castle's client, fed by hand, which tells which messages came: its callbacks tell only of some. */
final class ObservedProtocol extends TlsClientProtocol {
    private final Notes notes;

    ObservedProtocol(Notes notes) {
        this.notes = notes;
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        notes.message(type);
        super.handleHandshakeMessage(type, message);
        notes.processed(type);
    }
}
