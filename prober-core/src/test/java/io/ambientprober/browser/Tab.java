package io.ambientprober.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A page under test: what it asked for, what it complained of, what it holds. */
public final class Tab {
    private static final long LOAD_SECONDS = 120;

    private final DevTools devTools;
    private final String session;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();

    private Tab(DevTools devTools, String session) {
        this.devTools = devTools;
        this.session = session;
    }

    static Tab open(DevTools devTools) throws Exception {
        String target = devTools.send(
                        "", "Target.createTarget", DevTools.object().put("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = devTools.send(
                        "",
                        "Target.attachToTarget",
                        DevTools.object().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        Tab tab = new Tab(devTools, session);
        devTools.listen(session, tab::heard);
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            tab.send(domain + ".enable", DevTools.object());
        }
        return tab;
    }

    private void heard(JsonNode event) {
        JsonNode params = event.path("params");
        switch (event.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(params.at("/request/url").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(params.at("/exceptionDetails/text").asText());
            case "Runtime.consoleAPICalled" ->
                complaints.add(params.path("args").toString());
            case "Log.entryAdded" -> complaints.add(params.at("/entry/text").asText());
            case "Page.loadEventFired" -> loaded.complete(true);
            default -> {
                // Nothing that is asked about.
            }
        }
    }

    /** Opens a file and waits until it is loaded. */
    public void load(Path file) throws Exception {
        loaded = new CompletableFuture<>();
        send("Page.navigate", DevTools.object().put("url", file.toUri().toString()));
        loaded.get(LOAD_SECONDS, TimeUnit.SECONDS);
    }

    public void resize(int width, int height) throws Exception {
        send(
                "Emulation.setDeviceMetricsOverride",
                DevTools.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /**
     * Another medium or colour scheme.
     *
     * @param medium {@code screen} or {@code print}
     * @param scheme {@code light} or {@code dark}
     */
    public void show(String medium, String scheme) throws Exception {
        ObjectNode params = DevTools.object().put("media", medium);
        params.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        send("Emulation.setEmulatedMedia", params);
    }

    /** What a JavaScript expression comes to. */
    public JsonNode evaluate(String expression) throws Exception {
        JsonNode answer = send(
                "Runtime.evaluate",
                DevTools.object().put("expression", expression).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** Writes a picture of the page, at most so high, as PNG. */
    public void picture(Path file, int maxHeight) throws Exception {
        int width = evaluate("innerWidth").intValue();
        int height = Math.min(
                maxHeight, evaluate("document.documentElement.scrollHeight").intValue());
        resize(width, height);
        JsonNode answer = send("Page.captureScreenshot", DevTools.object().put("format", "png"));
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    /** The page as it is printed, as PDF. */
    public byte[] print() throws Exception {
        return Base64.getDecoder()
                .decode(send("Page.printToPDF", DevTools.object()).path("data").asText());
    }

    /** URLs that were asked for, in their order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Errors, warnings and messages on the console. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonNode send(String method, ObjectNode params) throws Exception {
        return devTools.send(session, method, params);
    }
}
