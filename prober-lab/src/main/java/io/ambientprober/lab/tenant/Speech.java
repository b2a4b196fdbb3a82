package io.ambientprober.lab.tenant;

import io.ambientprober.peer.Credentials;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** How applications speak to each other: all have the same key. */
public enum Speech {
    CLEAR(8080) {
        @Override
        Socket client(Socket connected) {
            return connected;
        }

        @Override
        Socket server(Socket accepted) {
            return accepted;
        }
    },
    /** Their own, which is none of the mesh's. */
    TLS(8443) {
        @Override
        Socket client(Socket connected) throws IOException {
            String server = connected.getInetAddress().getHostAddress();
            return CONTEXT.getSocketFactory().createSocket(connected, server, connected.getPort(), true);
        }

        @Override
        Socket server(Socket accepted) throws IOException {
            return CONTEXT.getSocketFactory().createSocket(accepted, null, true);
        }
    };

    private static final SSLContext CONTEXT = context();

    private final int port;

    Speech(int port) {
        this.port = port;
    }

    private static SSLContext context() {
        Credentials all = Credentials.create();
        return all.trustingOnly(all.fingerprint());
    }

    /** On which servers hear it. */
    int port() {
        return port;
    }

    abstract Socket client(Socket connected) throws IOException;

    abstract Socket server(Socket accepted) throws IOException;
}
