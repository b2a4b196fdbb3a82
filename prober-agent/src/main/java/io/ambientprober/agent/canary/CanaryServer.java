package io.ambientprober.agent.canary;

import io.ambientprober.canary.CanaryPort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A canary server that listens; on one event loop, as it has little to do. */
public final class CanaryServer implements AutoCloseable {
    /** The wildcard of both families: the platform binds {@code ::} for it where there is IPv6, and 0.0.0.0 elsewhere. */
    private static final String ANY = "0.0.0.0";

    private final Vertx vertx;
    private final Map<CanaryPort, Integer> ports = new EnumMap<>(CanaryPort.class);

    private CanaryServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * @param ports to listen on; 0 lets the system choose
     * @param maxBytes of a body in either direction
     * @param timeout of a request and its answer, and of a connection that sends none
     * @param runId of the one run whose canaries are answered; null for those of any
     */
    public record Settings(
            Map<CanaryPort, Integer> ports,
            int maxBytes,
            Duration timeout,
            @Nullable String runId) {
        public Settings {
            ports = Map.copyOf(ports);
        }
    }

    /** @throws IOException when a port cannot be bound */
    public static CanaryServer start(Settings settings) throws IOException {
        CanaryServer server = new CanaryServer(Vertx.vertx(options()));
        try {
            server.listen(settings);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** One line for anyone who started it. */
    public String announcement() {
        return "canary listens on %d (open), %d (denied), %d (identity)"
                .formatted(port(CanaryPort.OPEN), port(CanaryPort.DENIED), port(CanaryPort.IDENTITY));
    }

    /** The port that is listened on for a purpose. */
    public int port(CanaryPort purpose) {
        return Objects.requireNonNull(ports.get(purpose));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void listen(Settings settings) throws IOException {
        Callers callers = new Callers(vertx, settings.timeout());
        for (Map.Entry<CanaryPort, Integer> port : settings.ports().entrySet()) {
            CanaryPort purpose = port.getKey();
            CanaryHandler handler = new CanaryHandler(vertx, settings, callers);
            HttpServer server = vertx.createHttpServer(httpOptions(settings))
                    .connectionHandler(callers::opened)
                    .invalidRequestHandler(handler::invalid)
                    .requestHandler(handler)
                    .exceptionHandler(CanaryServer::ignore);
            ports.put(purpose, listening(server, port.getValue()).actualPort());
        }
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Nothing is read from the class path, so nothing needs a folder to be unpacked into.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static HttpServerOptions httpOptions(Settings settings) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) settings.timeout().toMillis());
    }

    private static void ignore(Throwable connectionTrouble) {
        // Clients come and go as the mesh lets them; the client's outcome tells of it.
    }

    private static HttpServer listening(HttpServer server, int port) throws IOException {
        try {
            return server.listen(port, ANY)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot listen on port " + port + ": " + cause.getMessage(), cause);
        }
    }
}
