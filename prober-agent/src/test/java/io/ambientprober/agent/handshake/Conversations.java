package io.ambientprober.agent.handshake;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.tls.TlsServerProtocol;

/** What servers do once the handshake is over. */
final class Conversations {
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte[] SETTINGS_ACK = {0, 0, 0, 4, 1, 0, 0, 0, 0};

    private Conversations() {}

    /** As an HTTP/2 server: its settings first, then that it has seen the client's. */
    static void http2(TlsServerProtocol tls, Socket socket) throws IOException {
        tls.getOutputStream().write(SETTINGS);
        tls.getInputStream().readNBytes(Http2.greeting().length);
        tls.getOutputStream().write(SETTINGS_ACK);
    }

    static void http1(TlsServerProtocol tls, Socket socket) throws IOException {
        tls.getInputStream().readNBytes(Http2.greeting().length);
        tls.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        tls.close();
    }

    /** Data before anything was asked, then nothing more. */
    static void unasked(TlsServerProtocol tls, Socket socket) throws IOException {
        tls.getOutputStream().write(SETTINGS);
        tls.close();
    }

    static void closed(TlsServerProtocol tls, Socket socket) throws IOException {
        tls.close();
    }

    static void cut(TlsServerProtocol tls, Socket socket) throws IOException {
        socket.shutdownOutput();
    }

    static void reset(TlsServerProtocol tls, Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    static void closedWhenSpokenTo(TlsServerProtocol tls, Socket socket) throws IOException {
        tls.getInputStream().readNBytes(Http2.greeting().length);
        tls.close();
    }

    static void silent(TlsServerProtocol tls, Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** A close while bytes wait to be read is a reset, which would overtake the last alert. */
    static void drain(Socket socket) throws IOException {
        if (!socket.isClosed()) {
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
