package io.ambientprober.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with one process behind a port of 127.0.0.1 that proves to be the one meant: its certificate is pinned, and so is ours on its
 * side. A client of its own for each of them, so that no connection is ever taken for another's.
 */
public final class PinnedClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Bytes of an answer that is not a success. */
    private static final int MAX_COMPLAINT = 64 << 10;

    private static final Set<String> CUT =
            Set.of("Remote host terminated the handshake", "Remote host closed the channel");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final String who;
    private final URI base;
    private final HttpClient http;

    /**
     * Opens no connection yet.
     *
     * @param who answers there, as the subject of a sentence
     * @param port on 127.0.0.1
     * @param theirs by which it must be known
     */
    public PinnedClient(String who, int port, Credentials own, Fingerprint theirs) {
        this.who = who;
        base = URI.create("https://127.0.0.1:" + port);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(THREADS)
                .sslContext(own.trustingOnly(theirs))
                .build();
    }

    /**
     * The body of the answer.
     *
     * @param timeout for the whole answer
     * @param maxBytes of it
     */
    public byte[] get(String path, Duration timeout, int maxBytes) throws SiteException {
        return call(request(path).GET(), timeout, maxBytes, head -> inMemory(maxBytes));
    }

    /** As {@link #get}, with a body in JSON. */
    public byte[] post(String path, byte[] body, Duration timeout, int maxBytes) throws SiteException {
        return call(
                request(path).POST(BodyPublishers.ofByteArray(body)), timeout, maxBytes, head -> inMemory(maxBytes));
    }

    /** As {@link #get}, into a file that is opened so, and of which there is a part when it fails. */
    public void download(String path, Path file, Duration timeout, long maxBytes, OpenOption... options)
            throws SiteException {
        // Opened here: the JDK's own subscriber for files fails when it is closed and its file could not be opened.
        AtomicReference<OutputStream> opened = new AtomicReference<>(OutputStream.nullOutputStream());
        try {
            call(request(path).GET(), timeout, maxBytes, head -> {
                opened.set(open(file, options));
                return into(opened.get(), maxBytes);
            });
        } finally {
            close(opened.get(), file);
        }
    }

    private static OutputStream open(Path file, OpenOption... options) {
        try {
            return Files.newOutputStream(file, options);
        } catch (IOException e) {
            throw new UnwritableException(e);
        }
    }

    private static void close(OutputStream out, Path file) throws SiteException {
        try {
            out.close();
        } catch (IOException e) {
            throw new SiteException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The fault of our side, not of the one that answers. */
    private static final class UnwritableException extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        UnwritableException(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static BodySubscriber<byte[]> into(OutputStream out, long maxBytes) {
        BodySubscriber<Void> written = BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new UnwritableException(e);
            }
        }));
        return BodySubscribers.mapping(BodySubscribers.limiting(written, maxBytes), done -> new byte[0]);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json");
    }

    private static BodySubscriber<byte[]> inMemory(int maxBytes) {
        return BodySubscribers.limiting(BodySubscribers.ofByteArray(), maxBytes);
    }

    /** The time-out is for the whole answer; that of the request itself would end with its head. */
    private byte[] call(HttpRequest.Builder builder, Duration timeout, long maxBytes, BodyHandler<byte[]> success)
            throws SiteException {
        HttpRequest request = builder.build();
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(
                request, head -> head.statusCode() == 200 ? success.apply(head) : inMemory(MAX_COMPLAINT));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw refused(request, response.statusCode(), response.body());
            }
            return response.body();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (isTooLong(cause, maxBytes)) {
                throw new SiteException(
                        who + " answered " + request.uri().getPath() + " with more than " + maxBytes + " bytes", e);
            }
            throw failed(cause);
        } catch (TimeoutException e) {
            throw new SiteException(
                    who + " did not answer " + request.uri().getPath() + " within "
                            + Math.ceilDiv(timeout.toMillis(), 1000) + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while calling " + who, e);
        } finally {
            exchange.cancel(true);
        }
    }

    private SiteException refused(HttpRequest request, int status, byte[] body) {
        String why;
        try {
            why = JSON.readTree(body).path("error").asText("");
        } catch (IOException e) {
            why = "";
        }
        return new SiteException(
                who + " refused " + request.uri().getPath() + " (" + status + ")" + (why.isEmpty() ? "" : ": " + why));
    }

    private SiteException failed(Throwable e) {
        if (within(e, UnwritableException.class) instanceof UnwritableException ours) {
            return new SiteException("what " + who + " answered cannot be kept: " + ours.getMessage(), e);
        }
        Throwable unproved = within(e, SSLException.class);
        if (unproved != null && !isCut(unproved)) {
            Throwable certificate = within(unproved, CertificateException.class);
            return new SiteException(
                    "what answers for " + who + " could not prove it: "
                            + (certificate == null ? unproved : certificate).getMessage(),
                    e);
        }
        String reason = e instanceof ConnectException
                ? "nothing listens at " + base.getAuthority()
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new UnansweredException(who + " does not answer: " + reason, e);
    }

    /** The connection ended before anybody proved anything. The JDK (SSLTube, SSLFlowDelegate) says so in words only. */
    private static boolean isCut(Throwable e) {
        return e.getMessage() != null && CUT.contains(e.getMessage());
    }

    /** {@link BodySubscribers#limiting} says of an answer that is too long no more than this. */
    private static boolean isTooLong(Throwable e, long maxBytes) {
        return ("body exceeds capacity: " + maxBytes).equals(e.getMessage());
    }

    /** The client wraps what went wrong within a connection. */
    private static @Nullable Throwable within(@Nullable Throwable e, Class<? extends Throwable> kind) {
        return e == null || kind.isInstance(e) ? e : within(e.getCause(), kind);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
