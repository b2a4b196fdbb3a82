package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.Connector;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** To a port of a pod's loopback, through the API server. */
record PodForward(Cluster cluster, PodName pod, int port) implements Connector {
    @Override
    public Socket connect(Duration timeout) throws IOException {
        ForwardedSocket socket = new ForwardedSocket();
        CompletableFuture<WebSocket> opening = cluster.client()
                .getHttpClient()
                .newWebSocketBuilder()
                .subprotocol(ForwardedSocket.PROTOCOL)
                .uri(uri())
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .buildAsync(socket.listener());
        try {
            socket.joined(opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
            return socket;
        } catch (ExecutionException e) {
            Throwable why = Objects.requireNonNullElse(e.getCause(), e);
            throw failed(
                    Objects.requireNonNullElse(why.getMessage(), why.getClass().getSimpleName()), e);
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

    private IOException failed(String why, Exception e) {
        SocketException failed = new SocketException("no port can be forwarded to pod " + pod + ": " + why);
        failed.initCause(e);
        return failed;
    }

    private URI uri() {
        return URI.create(cluster.client().getMasterUrl().toString().replaceFirst("/$", "")
                + Kind.POD.path(pod.namespace()) + "/" + pod.name() + "/portforward?ports=" + port);
    }
}
