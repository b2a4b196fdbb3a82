package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.ScriptedServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Servers that do not get as far as a handshake. */
final class RawScripts {
    private static final int RECORD_HEADER = 5;

    private RawScripts() {}

    static void closing(Socket socket) throws IOException {
        readHello(socket);
    }

    static void resetting(Socket socket) throws IOException {
        readHello(socket);
        socket.setSoLinger(true, 0);
    }

    static void neverAnswering(Socket socket) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Half a connection: no more will come from this side, and nothing came. */
    static void halfClosing(Socket socket) throws IOException {
        socket.shutdownOutput();
        neverAnswering(socket);
    }

    static Script saying(String text) {
        return saying(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Script saying(byte[] bytes) {
        return socket -> {
            readHello(socket);
            socket.getOutputStream().write(bytes);
            Conversations.drain(socket);
        };
    }

    static Script alert(int description) {
        return saying(new byte[] {21, 3, 3, 0, 2, 2, (byte) description});
    }

    /** The beginning of a record that never ends, a byte at a time. */
    static void dripping(Socket socket) throws IOException {
        byte[] header = {22, 3, 3, 0x3F, 0, 2, 0, 0x3E, 0};
        socket.setSoTimeout(20);
        for (int i = 0; i < 10_000; i++) {
            socket.getOutputStream().write(i < header.length ? header[i] : 0);
            try {
                if (socket.getInputStream().read(new byte[4096]) < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                // The pace.
            }
        }
    }

    /** A true ServerHello, and then the end. */
    static void closingAfterServerHello(Socket socket) throws IOException {
        TlsServerProtocol tls = new TlsServerProtocol();
        tls.accept(new ScriptedTls(new BcTlsCrypto(new SecureRandom()), TlsScript.welcoming(), socket));
        byte[] input = new byte[4096];
        while (tls.getAvailableOutputBytes() == 0) {
            int count = socket.getInputStream().read(input);
            if (count < 0) {
                return;
            }
            tls.offerInput(input, 0, count);
        }
        byte[] flight = new byte[tls.getAvailableOutputBytes()];
        tls.readOutput(flight, 0, flight.length);
        int length = RECORD_HEADER + (flight[3] & 0xFF) * 256 + (flight[4] & 0xFF);
        socket.getOutputStream().write(flight, 0, length);
        Conversations.drain(socket);
    }

    /** TLS 1.2 up to a Certificate message whose list says that it is as long as a length can say. */
    static void boasting(Socket socket) throws IOException {
        readHello(socket);
        byte[] hello = new byte[49];
        byte[] begin = {2, 0, 0, 45, 3, 3};
        System.arraycopy(begin, 0, hello, 0, begin.length);
        byte[] end = {0, (byte) 0xC0, 0x2F, 0, 0, 5, (byte) 0xFF, 1, 0, 1, 0};
        System.arraycopy(end, 0, hello, hello.length - end.length, end.length);
        OutputStream out = socket.getOutputStream();
        out.write(new byte[] {22, 3, 3, 0, (byte) hello.length});
        out.write(hello);
        out.write(new byte[] {22, 3, 3, 0, 7, 11, 0, 0, 3, -1, -1, -1});
        Conversations.drain(socket);
    }

    private static void readHello(Socket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(RECORD_HEADER);
        if (header.length == RECORD_HEADER) {
            socket.getInputStream().readNBytes((header[3] & 0xFF) * 256 + (header[4] & 0xFF));
        }
    }
}
