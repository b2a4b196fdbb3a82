package io.ambientprober.cluster.forward;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.Connector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** To ports of a pod's loopback, through the API server. */
public record PodForward(KubernetesClient client, PodName pod, List<Integer> ports) implements Connector {
    public PodForward {
        ports = List.copyOf(ports);
    }

    /** To one port. */
    public static PodForward to(KubernetesClient client, PodName pod, int port) {
        return new PodForward(client, pod, List.of(port));
    }

    @Override
    public Socket connect(Duration timeout) throws IOException {
        return connectAll(timeout).getFirst();
    }

    /** A connection to each port. They share what they run over, so the first that is closed ends all. */
    public List<? extends Socket> connectAll(Duration timeout) throws IOException {
        ForwardSession session = new ForwardSession(ports.size());
        CompletableFuture<WebSocket> opening = client.getHttpClient()
                .newWebSocketBuilder()
                .subprotocol(ForwardSession.PROTOCOL)
                .uri(uri())
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .buildAsync(session);
        try {
            session.opened(opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
            return session.sockets();
        } catch (ExecutionException e) {
            throw failed(reason(Objects.requireNonNullElse(e.getCause(), e)), e);
        } catch (TimeoutException e) {
            giveUp(opening);
            throw failed("the API server does not answer", e);
        } catch (InterruptedException e) {
            giveUp(opening);
            throw ForwardedSocket.interrupted(e);
        }
    }

    /** One that opens too late is closed again. */
    private static void giveUp(CompletableFuture<WebSocket> opening) {
        CompletableFuture<Void> _ = opening.thenAccept(late -> late.sendClose(1000, ""));
    }

    private static String reason(Throwable why) {
        return why instanceof WebSocketHandshakeException refused
                ? "the API server answered " + refused.getResponse().code()
                : Objects.requireNonNullElse(why.getMessage(), why.getClass().getSimpleName());
    }

    private IOException failed(String why, Exception e) {
        SocketException failed = new SocketException("no port can be forwarded to pod " + pod + ": " + why);
        failed.initCause(e);
        return failed;
    }

    private URI uri() {
        String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + "/portforward";
        return URI.create(client.getMasterUrl().toString().replaceFirst("/$", "")
                + path
                + ports.stream().map(port -> "ports=" + port).collect(Collectors.joining("&", "?", "")));
    }
}
