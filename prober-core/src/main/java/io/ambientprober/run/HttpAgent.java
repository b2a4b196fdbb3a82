package io.ambientprober.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An agent behind its HTTP API, reached through a loopback port (in a cluster, a port-forward). While it is armed the lease is renewed
 * on a thread of its own, until the capture is stopped or {@link #close()} is called.
 */
public final class HttpAgent implements Agent, AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration ARM = Duration.ofSeconds(30);
    /** An agent that takes longer to stop says so itself. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(45);

    private static final Duration EVIDENCE = Duration.ofMinutes(2);
    /** What an agent keeps, and as much again for heads and the names of devices. */
    private static final long MAX_EVIDENCE = 2 * AgentApi.EVIDENCE_BYTES;

    private static final OpenOption[] INTO = {
        StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS
    };

    private static final Duration RENEWAL = Duration.ofSeconds(5);
    /** Bytes of an answer that is kept in memory. */
    private static final int MAX_ANSWER = ObservationsJson.MAX_BYTES;

    private static final JsonMapper JSON = new JsonMapper();

    /** One for all agents of the process: each client has a thread of its own, and there may be a thousand agents. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL)
            .build();

    private final String node;
    private final URI base;
    private final String token;
    private volatile @Nullable Thread renewal;

    private HttpAgent(String node, URI base, String token) {
        this.node = node;
        this.base = base;
        this.token = token;
    }

    /**
     * Makes sure that it is an agent of our version that answers there.
     *
     * @param port on 127.0.0.1
     * @throws SiteException when nothing answers (it may yet come up), or something else does
     */
    public static HttpAgent connect(String node, int port, String token) throws SiteException {
        HttpAgent agent = new HttpAgent(node, URI.create("http://127.0.0.1:" + port), token);
        try {
            agent.requireOurVersion();
            return agent;
        } catch (SiteException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void requireOurVersion() throws SiteException {
        JsonNode version = json(answer(request(AgentApi.VERSION_PATH).GET(), CALL));
        if (version.path("api").asInt(-1) != AgentApi.VERSION
                || !version.path("version").asText("").equals(AgentApi.build())) {
            throw new SiteException("the agent of node " + node + " is of version "
                    + version.path("version").asText("?") + ", this is " + AgentApi.build()
                    + ": use the image of this version");
        }
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public void arm(Plan plan) throws SiteException {
        answer(request(AgentApi.ARM).POST(BodyPublishers.ofByteArray(PlanFile.bytes(plan))), ARM);
        endRenewal();
        renewal = Thread.ofVirtual().name("lease of " + node).start(this::renew);
    }

    private void renew() {
        try {
            while (true) {
                Thread.sleep(RENEWAL);
                try {
                    answer(request(AgentApi.STATUS).GET(), CALL);
                } catch (SiteException e) {
                    // The call that matters, stop, will say what became of it.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Observations stop(Duration timeout) throws SiteException {
        endRenewal();
        Deadline end = new Deadline(System::nanoTime, longest(timeout));
        answer(request(AgentApi.STOP).POST(BodyPublishers.noBody()), end.left());
        byte[] body = answer(request(AgentApi.OBSERVATIONS).GET(), end.left());
        try {
            return ObservationsJson.read(node, body);
        } catch (IOException e) {
            throw failed("answered no observations", e);
        }
    }

    /** A run whose time is over still asks what was seen. */
    private static Duration longest(Duration timeout) {
        if (timeout.compareTo(CALL) < 0) {
            return CALL;
        }
        return timeout.compareTo(LONGEST_STOP) < 0 ? timeout : LONGEST_STOP;
    }

    @Override
    public void evidence(Path file) throws SiteException {
        call(
                request(AgentApi.EVIDENCE).GET(),
                EVIDENCE,
                head -> BodySubscribers.mapping(
                        BodySubscribers.limiting(BodySubscribers.ofFile(file, INTO), MAX_EVIDENCE),
                        path -> new byte[0]));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private byte[] answer(HttpRequest.Builder request, Duration timeout) throws SiteException {
        return call(request, timeout, head -> inMemory());
    }

    private static BodySubscriber<byte[]> inMemory() {
        return BodySubscribers.limiting(BodySubscribers.ofByteArray(), MAX_ANSWER);
    }

    /** The time-out is for the whole answer; that of the request itself would end with its head. */
    private byte[] call(HttpRequest.Builder builder, Duration timeout, BodyHandler<byte[]> success)
            throws SiteException {
        HttpRequest request = builder.build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                HTTP.sendAsync(request, head -> head.statusCode() == 200 ? success.apply(head) : inMemory());
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw refused(request, response.statusCode(), response.body());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw failed("does not answer", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new SiteException(
                    "the agent of node " + node + " did not answer "
                            + request.uri().getPath() + " within " + Math.ceilDiv(timeout.toMillis(), 1000) + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SiteException("interrupted while calling the agent of node " + node, e);
        } finally {
            exchange.cancel(true);
        }
    }

    private JsonNode json(byte[] body) throws SiteException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw failed("answers no JSON", e);
        }
    }

    private SiteException refused(HttpRequest request, int status, byte[] body) {
        String why;
        try {
            why = JSON.readTree(body).path("error").asText("");
        } catch (IOException e) {
            why = "";
        }
        return new SiteException("the agent of node " + node + " refused "
                + request.uri().getPath() + " (" + status + ")" + (why.isEmpty() ? "" : ": " + why));
    }

    private SiteException failed(String what, Throwable e) {
        return new SiteException("the agent of node " + node + " " + what + ": " + reason(e), e);
    }

    private String reason(Throwable e) {
        if (e instanceof ConnectException) {
            return "nothing listens at " + base.getAuthority();
        }
        String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private void endRenewal() {
        Thread running = renewal;
        renewal = null;
        if (running != null) {
            running.interrupt();
        }
    }

    /** The agent itself goes on until its lease ends. */
    @Override
    public void close() {
        endRenewal();
    }
}
