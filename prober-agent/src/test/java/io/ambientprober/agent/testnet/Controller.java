package io.ambientprober.agent.testnet;

import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** Who gives orders in a test: asks whatever it likes, and shows what is answered. */
public final class Controller implements AutoCloseable {
    private final Credentials own = Credentials.create();
    private final Announcement announced;
    private final HttpClient client;

    /** What answers, once it knows whom it will have to do with. */
    public interface Start {
        Announcement with(Fingerprint controller) throws IOException;
    }

    public Controller(Start server) throws IOException {
        announced = server.with(own.fingerprint());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(own.trustingOnly(announced.fingerprint()))
                .build();
    }

    public int port() {
        return announced.port();
    }

    public Announcement announced() {
        return announced;
    }

    public Credentials own() {
        return own;
    }

    public HttpClient client() {
        return client;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Sends a text that no client would, within TLS, and returns all that comes back until the server closes. */
    public String raw(String request, int timeoutMillis) throws IOException {
        try (SSLSocket socket = connect(own)) {
            socket.setSoTimeout(timeoutMillis);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** A connection of somebody, who trusts what answers; no byte is sent yet. */
    public SSLSocket connect(Credentials somebody) throws IOException {
        return (SSLSocket) somebody.trustingOnly(announced.fingerprint())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
