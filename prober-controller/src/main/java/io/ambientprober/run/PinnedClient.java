package io.ambientprober.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.run.PinnedLine.Answer;
import io.ambientprober.run.PinnedLine.Sink;
import io.ambientprober.run.PinnedLine.TooLongException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with one process on a loopback device that proves to be the one meant: its certificate is pinned, and so is ours on its side. Connections
 * are kept: in a cluster each is a port-forward, which is a request to the API server. They take no thread and no port while nothing is
 * asked.
 */
public final class PinnedClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Bytes of an answer that is not a success. */
    private static final int MAX_COMPLAINT = 64 << 10;

    private static final Set<String> CUT =
            Set.of("Remote host terminated the handshake", "Remote host terminated the connection");

    private static final URIAuthority LOOPBACK = new URIAuthority("127.0.0.1");
    private static final JsonMapper JSON = new JsonMapper();

    private final String who;
    private final Connector way;
    private final SSLContext tls;
    private final Semaphore lines;
    private final Deque<PinnedLine> idle = new ConcurrentLinkedDeque<>();
    private final Set<PinnedLine> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Opens no connection yet, and later as many as things are asked at once.
     *
     * @param who answers there, as the subject of a sentence
     * @param theirs by which it must be known
     */
    public PinnedClient(String who, Connector way, Credentials own, Fingerprint theirs) {
        this(who, way, own, theirs, Integer.MAX_VALUE);
    }

    /** As above, with one connection for all, on which one thing is asked after the other: none of them may take long. */
    static PinnedClient ofOneLine(String who, Connector way, Credentials own, Fingerprint theirs) {
        return new PinnedClient(who, way, own, theirs, 1);
    }

    private PinnedClient(String who, Connector way, Credentials own, Fingerprint theirs, int lines) {
        this.who = who;
        this.way = way;
        this.lines = new Semaphore(lines, true);
        tls = own.trustingOnly(theirs);
    }

    /**
     * The body of the answer.
     *
     * @param timeout for the whole answer
     * @param maxBytes of it
     */
    public byte[] get(String path, Duration timeout, int maxBytes) throws SiteException {
        return inMemory(request(ClassicRequestBuilder.get(), path), timeout, maxBytes);
    }

    /** As {@link #get}, with a body in JSON. What is posted twice, because a connection was cut, must do no more than once. */
    public byte[] post(String path, byte[] body, Duration timeout, int maxBytes) throws SiteException {
        return inMemory(
                request(ClassicRequestBuilder.post().setEntity(body, ContentType.APPLICATION_JSON), path),
                timeout,
                maxBytes);
    }

    private static ClassicHttpRequest request(ClassicRequestBuilder builder, String path) {
        return builder.setAuthority(LOOPBACK).setPath(path).build();
    }

    private byte[] inMemory(ClassicHttpRequest request, Duration timeout, int maxBytes) throws SiteException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        call(request, (bytes, length) -> body.write(bytes, 0, length), timeout, maxBytes);
        return body.toByteArray();
    }

    /** As {@link #get}, into a file that is opened so once there is a success, and of which there is a part when the rest fails. */
    public void download(String path, Path file, Duration timeout, long maxBytes, OpenOption... options)
            throws SiteException {
        try (FileSink sink = new FileSink(file, options)) {
            call(request(ClassicRequestBuilder.get(), path), sink, timeout, maxBytes);
            sink.open();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static final class FileSink implements Sink, Closeable {
        private final Path file;
        private final OpenOption[] options;
        private volatile @Nullable OutputStream out;

        FileSink(Path file, OpenOption... options) {
            this.file = file;
            this.options = options;
        }

        OutputStream open() throws IOException {
            OutputStream opened = out == null ? Files.newOutputStream(file, options) : out;
            out = opened;
            return opened;
        }

        @Override
        public void take(byte[] bytes, int length) {
            try {
                open().write(bytes, 0, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }

    /** The fault of our side, not of what answers. */
    private SiteException unwritable(Exception e) {
        return new SiteException("what " + who + " answered cannot be kept: " + e.getMessage(), e);
    }

    private void call(ClassicHttpRequest request, Sink success, Duration timeout, long maxBytes) throws SiteException {
        FutureTask<Answer> exchange = new FutureTask<>(() -> inTurn(request, success, maxBytes));
        Thread.ofVirtual().name("call of " + who).start(exchange);
        try {
            Answer answer = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!answer.isSuccess()) {
                throw refused(request, answer);
            }
        } catch (ExecutionException e) {
            throw failed(request, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new SiteException(
                    who + " did not answer " + request.getPath() + " within " + Math.ceilDiv(timeout.toMillis(), 1000)
                            + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while calling " + who, e);
        } finally {
            exchange.cancel(true); // which closes what it waits for
        }
    }

    private Answer inTurn(ClassicHttpRequest request, Sink success, long maxBytes)
            throws IOException, InterruptedException {
        lines.acquire();
        try {
            return exchange(request, success, maxBytes);
        } finally {
            lines.release();
        }
    }

    /** A connection that was kept may have ended meanwhile: then there is a new one. */
    private Answer exchange(ClassicHttpRequest request, Sink success, long maxBytes) throws IOException {
        PinnedLine kept = idle.poll();
        if (kept != null) {
            try {
                return exchange(kept, request, success, maxBytes);
            } catch (IOException e) {
                if (kept.isAnswered() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        return exchange(new PinnedLine(way.connect(CONNECT), tls), request, success, maxBytes);
    }

    private Answer exchange(PinnedLine line, ClassicHttpRequest request, Sink success, long maxBytes)
            throws IOException {
        busy.add(line);
        boolean kept = false;
        try {
            Answer answer = line.exchange(request, success, maxBytes, MAX_COMPLAINT);
            kept = line.isKept();
            return answer;
        } finally {
            busy.remove(line);
            if (kept) {
                idle.push(line);
            }
            if (!kept || closed && idle.remove(line)) {
                line.close();
            }
        }
    }

    private SiteException refused(ClassicHttpRequest request, Answer answer) {
        String why;
        try {
            why = JSON.readTree(answer.complaint()).path("error").asText("");
        } catch (IOException e) {
            why = "";
        }
        return new SiteException(who + " refused " + request.getPath() + " (" + answer.status() + ")"
                + (why.isEmpty() ? "" : ": " + why));
    }

    private SiteException failed(ClassicHttpRequest request, Throwable e) {
        if (e instanceof UncheckedIOException ours) {
            return unwritable(ours);
        }
        if (e instanceof TooLongException) {
            return new SiteException(who + " answered " + request.getPath() + " with " + e.getMessage(), e);
        }
        Throwable unproved = within(e, SSLException.class);
        if (unproved != null && !isCut(unproved)) {
            Throwable certificate = within(unproved, CertificateException.class);
            return new SiteException(
                    "what answers for " + who + " could not prove it: "
                            + (certificate == null ? unproved : certificate).getMessage(),
                    e);
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new UnansweredException(who + " does not answer: " + reason, e);
    }

    /** The connection ended before anybody proved anything. The JDK (SSLSocketImpl) says so in words only. */
    private static boolean isCut(Throwable e) {
        return e.getMessage() != null && CUT.contains(e.getMessage());
    }

    /** What went wrong is wrapped within a connection. */
    private static @Nullable Throwable within(@Nullable Throwable e, Class<? extends Throwable> kind) {
        return e == null || kind.isInstance(e) ? e : within(e.getCause(), kind);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        closed = true;
        busy.forEach(PinnedClient::cut);
        for (PinnedLine kept = idle.poll(); kept != null; kept = idle.poll()) {
            cut(kept);
        }
    }

    private static void cut(PinnedLine line) {
        try {
            line.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
