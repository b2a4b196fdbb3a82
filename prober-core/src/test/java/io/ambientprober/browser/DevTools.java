package io.ambientprober.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The DevTools protocol over its web socket: commands with answers, and events by session. */
final class DevTools implements WebSocket.Listener {
    private static final long ANSWER_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final StringBuilder message = new StringBuilder();
    private @Nullable WebSocket socket;

    private DevTools() {}

    static DevTools connect(URI address) throws Exception {
        DevTools devTools = new DevTools();
        devTools.socket = devTools.client
                .newWebSocketBuilder()
                .buildAsync(address, devTools)
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        return devTools;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    void listen(String session, Consumer<JsonNode> listener) {
        listeners.put(session, listener);
    }

    /** Sends a command and waits for its answer; an empty session means the browser itself. */
    JsonNode send(String session, String method, ObjectNode params) throws Exception {
        int id = lastId.incrementAndGet();
        ObjectNode command = object().put("id", id).put("method", method);
        command.set("params", params);
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.sendText(command.toString(), true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        JsonNode got = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.get("error"));
        }
        return got.path("result");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            heard(whole);
        }
        webSocket.request(1);
        return null;
    }

    private void heard(String whole) {
        try {
            JsonNode json = JSON.readTree(whole);
            if (json.has("id")) {
                CompletableFuture<JsonNode> answer =
                        answers.remove(json.get("id").intValue());
                if (answer != null) {
                    answer.complete(json);
                }
            } else {
                Consumer<JsonNode> listener =
                        listeners.get(json.path("sessionId").asText());
                if (listener != null) {
                    listener.accept(json);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Chromium speaks JSON", e);
        }
    }

    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        client.shutdownNow();
    }
}
