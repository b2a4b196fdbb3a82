package io.ambientprober.cluster.mesh;

import io.ambientprober.plan.PodName;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The pages that a ztunnel serves inside its pod, through the API server's port-forward. */
record ZtunnelPod(KubernetesClient client, PodName pod, Duration timeout) {
    /** ztunnel listens for these on its own loopback and on its pod's address (ztunnel, src/config.rs). */
    private static final int ADMIN = 15000;

    private static final int METRICS = 15020;

    /** A dump of ten thousand pods is a fifth of this. */
    private static final long MAX_BYTES = 64L << 20;

    interface Parser<T> {
        T read(InputStream page) throws IOException;
    }

    <T> T configDump(Parser<T> parser) throws IOException {
        return page(ADMIN, "/config_dump", parser);
    }

    <T> T metrics(Parser<T> parser) throws IOException {
        return page(METRICS, "/metrics", parser);
    }

    private <T> T page(int port, String path, Parser<T> parser) throws IOException {
        try (LocalPortForward forward = client.pods()
                        .inNamespace(pod.namespace())
                        .withName(pod.name())
                        .portForward(port, InetAddress.getLoopbackAddress(), 0);
                HttpClient http =
                        HttpClient.newBuilder().connectTimeout(timeout).build()) {
            URI uri = URI.create("http://127.0.0.1:" + forward.getLocalPort() + path);
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
            try {
                return parsed(http.send(request, BodyHandlers.ofInputStream()), parser);
            } catch (IOException e) {
                throw forward.getServerThrowables().stream()
                        .findFirst()
                        .map(cause -> new IOException("port-forward failed", cause))
                        .orElse(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                http.shutdownNow();
            }
        }
    }

    private static <T> T parsed(HttpResponse<InputStream> response, Parser<T> parser) throws IOException {
        try (InputStream body = new BoundedInput(response.body(), MAX_BYTES)) {
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            return parser.read(body);
        }
    }
}
