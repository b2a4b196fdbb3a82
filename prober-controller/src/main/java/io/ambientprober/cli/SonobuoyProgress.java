package io.ambientprober.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.input.Printable;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Step;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tells Sonobuoy's worker, which runs in the same pod, of every step of a run. Best effort: where nobody listens a run goes on, and is
 * not held up.
 */
final class SonobuoyProgress implements RunEvent.Listener {
    /** Of the worker (sonobuoy, docs on plugin progress updates). */
    static final URI USUAL_ADDRESS = URI.create("http://localhost:8099/progress");

    private static final int STEPS = Step.values().length;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<String> failures = new ArrayList<>();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture("");
    private int completed;

    SonobuoyProgress(URI address) {
        this.address = address;
    }

    @Override
    public synchronized void event(RunEvent event) {
        switch (event) {
            case RunEvent.StepBegan began -> send(began.step().words());
            case RunEvent.StepEnded ended -> {
                completed++;
                send(ended.step().words() + " done");
            }
            case RunEvent.StepFailed failed -> {
                failures.add(Printable.of(failed.step().words() + ": " + failed.reason()));
                send(failed.step().words() + " failed");
            }
            case RunEvent.Surveyed _ -> {
                // the report says it
            }
            case RunEvent.Note note -> send(note.text());
            case RunEvent.PathNote note -> send(note.line());
        }
    }

    /** One after the other, so that the last one said is the last one heard. */
    private void send(String message) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json(message)))
                .build();
        sent = sent.handle((ignored, failure) -> request)
                .thenCompose(next -> client.sendAsync(next, BodyHandlers.discarding()));
    }

    private String json(String message) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("msg", Printable.of(message))
                .put("total", Math.max(STEPS, completed))
                .put("completed", completed);
        ArrayNode failed = json.putArray("failures");
        failures.forEach(failed::add);
        return json.toString();
    }
}
