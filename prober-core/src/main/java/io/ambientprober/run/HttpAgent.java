package io.ambientprober.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An agent behind its HTTP API, reached through a loopback port (in a cluster, a port-forward). While it is armed the lease is renewed
 * on a thread of its own, until the capture is stopped or {@link #close()} is called.
 */
public final class HttpAgent implements Agent, AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration ARM = Duration.ofSeconds(30);
    private static final Duration EVIDENCE = Duration.ofMinutes(2);
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    /** Of an answer that is kept in memory. */
    private static final int MAX_ANSWER = 64 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final String node;
    private final URI base;
    private final String token;
    private final HttpClient http;
    private volatile @Nullable Thread renewal;

    private HttpAgent(String node, URI base, String token) {
        this.node = node;
        this.base = base;
        this.token = token;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CALL)
                .build();
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
        JsonNode version = json(get(AgentApi.VERSION_PATH, CALL));
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
        call(request(AgentApi.ARM, ARM).POST(BodyPublishers.ofByteArray(PlanFile.bytes(plan))));
        renewal = Thread.ofVirtual().name("lease of " + node).start(this::renew);
    }

    private void renew() {
        try {
            while (true) {
                Thread.sleep(RENEWAL);
                try {
                    get(AgentApi.STATUS, CALL);
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
        call(request(AgentApi.STOP, timeout.compareTo(CALL) < 0 ? CALL : timeout)
                .POST(BodyPublishers.noBody()));
        byte[] body = get(AgentApi.OBSERVATIONS, ARM);
        try {
            return ObservationsJson.read(body);
        } catch (IOException e) {
            throw failed("answered no observations", e);
        }
    }

    @Override
    public void evidence(Path file) throws SiteException {
        HttpRequest request = request(AgentApi.EVIDENCE, EVIDENCE).GET().build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw refused(request, response.statusCode(), body.readNBytes(MAX_ANSWER));
                }
                Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failed("did not hand over its evidence", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private byte[] get(String path, Duration timeout) throws SiteException {
        return call(request(path, timeout).GET());
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private byte[] call(HttpRequest.Builder builder) throws SiteException {
        HttpRequest request = builder.build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] answer = body.readNBytes(MAX_ANSWER);
                if (response.statusCode() != 200) {
                    throw refused(request, response.statusCode(), answer);
                }
                return answer;
            }
        } catch (IOException e) {
            throw failed("does not answer", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
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

    private SiteException failed(String what, IOException e) {
        String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new SiteException(
                "the agent of node " + node + " " + what + ": "
                        + (reason == null ? e.getClass().getSimpleName() : reason),
                e);
    }

    private SiteException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SiteException("interrupted while calling the agent of node " + node, e);
    }

    private void endRenewal() {
        Thread running = renewal;
        renewal = null;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Ends the calls under way; the agent itself goes on until its lease ends. */
    @Override
    public void close() {
        endRenewal();
        http.shutdownNow();
    }
}
