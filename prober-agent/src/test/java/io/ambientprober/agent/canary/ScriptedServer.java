package io.ambientprober.agent.canary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that reads one request of every connection and then does what a test says. */
final class ScriptedServer implements AutoCloseable {
    /** What to do with a connection whose request was read. */
    interface Script {
        void play(Socket socket, byte[] request) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    private ScriptedServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static ScriptedServer start(Script script) throws IOException {
        return start("127.0.0.1", script);
    }

    static ScriptedServer start(String address, Script script) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        ScriptedServer scripted = new ScriptedServer(socket, script);
        Thread.ofPlatform().daemon().start(scripted::serve);
        return scripted;
    }

    static Script answering(String head, byte[] body) {
        return (socket, request) -> {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
        };
    }

    /** Says nothing and keeps the connection. */
    static Script silent() {
        return (socket, request) -> {
            if (socket.getInputStream().read() < 0) {
                socket.close();
            }
        };
    }

    /** Ends the connection with a reset. */
    static Script resetting() {
        return (socket, request) -> socket.setSoLinger(true, 0);
    }

    int port() {
        return server.getLocalPort();
    }

    List<byte[]> requests() {
        return requests;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> converse(socket));
            } catch (IOException e) {
                return; // the test ends
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            byte[] request = request(socket.getInputStream());
            requests.add(request);
            script.play(socket, request);
        } catch (IOException e) {
            // the client's business
        }
    }

    private static byte[] request(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return read.toByteArray();
            }
            read.write(next);
        }
        String head = read.toString(StandardCharsets.ISO_8859_1);
        int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1"));
        read.write(in.readNBytes(length));
        return read.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
