package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.ScriptedServer.Script;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * A TLS server, as it should be but for what a test changes: TLS 1.3, ALPN h2, asks for a certificate.
 *
 * @param verdict what it does once it knows the client's certificate; may throw, or close
 * @param then what it does once the handshake is over
 */
record TlsScript(
        Certificates certificates,
        ProtocolVersion version,
        @Nullable Integer group,
        boolean requests,
        @Nullable String alpn,
        OnClient verdict,
        Conversation then)
        implements Script {
    interface OnClient {
        void certificate(boolean shown, Socket socket) throws IOException;
    }

    interface Conversation {
        void hold(TlsServerProtocol tls, Socket socket) throws IOException;
    }

    /** Lets everybody in, and answers over HTTP/2. */
    static TlsScript welcoming() {
        return new TlsScript(
                Certificates.healthy(),
                ProtocolVersion.TLSv13,
                null,
                true,
                "h2",
                (shown, socket) -> {},
                Conversations::http2);
    }

    TlsScript with(Certificates other) {
        return new TlsScript(other, version, group, requests, alpn, verdict, then);
    }

    TlsScript tls12() {
        return new TlsScript(certificates, ProtocolVersion.TLSv12, group, requests, alpn, verdict, then);
    }

    TlsScript onlyGroup(int group) {
        return new TlsScript(certificates, version, group, requests, alpn, verdict, then);
    }

    TlsScript withoutRequest() {
        return new TlsScript(certificates, version, group, false, alpn, verdict, then);
    }

    TlsScript alpn(@Nullable String other) {
        return new TlsScript(certificates, version, group, requests, other, verdict, then);
    }

    TlsScript judging(OnClient other) {
        return new TlsScript(certificates, version, group, requests, alpn, other, then);
    }

    TlsScript then(Conversation other) {
        return new TlsScript(certificates, version, group, requests, alpn, verdict, other);
    }

    /** What ztunnel does to one without a certificate, and to one whose certificate no root signed. */
    TlsScript refusing(int bare, int foreign) {
        return judging((shown, socket) -> {
            throw new TlsFatalAlert((short) (shown ? foreign : bare));
        });
    }

    @Override
    public void play(Socket socket) throws IOException {
        TlsServerProtocol tls = new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream());
        try {
            tls.accept(new ScriptedTls(new BcTlsCrypto(new SecureRandom()), this, socket));
            then.hold(tls, socket);
        } finally {
            Conversations.drain(socket);
        }
    }
}
