package io.ambientprober.handshake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The results of handshakes on their way out of a pod: one line of JSON. */
public final class HandshakeJson {
    public static final int VERSION = 1;

    public static final int MAX_RESULTS = 32;

    /** Of one result: more than there are kinds of. */
    static final int MAX_FINDINGS = 64;

    /** Characters of a text, longer than any identity. */
    static final int MAX_TEXT = 1000;

    /** The same of a brief one, of which an answer holds many. */
    private static final int FEW_FINDINGS = 8;

    private static final int SHORT_TEXT = 160;

    /** Of a name: what Kubernetes allows, and nothing that JSON would have to escape. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    private HandshakeJson() {}

    /** @param results at most {@link #MAX_RESULTS}, their names as {@link #NAME} */
    public static byte[] bytes(List<HandshakeResult> results) {
        if (results.size() > MAX_RESULTS
                || !results.stream()
                        .allMatch(result -> NAME.matcher(result.name()).matches())) {
            throw new IllegalArgumentException("more than " + MAX_RESULTS + " results, or a name that is none");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", VERSION);
        ArrayNode array = json.putArray("results");
        results.forEach(result -> write(result, array.addObject(), MAX_FINDINGS, MAX_TEXT));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One result with no more findings than it takes, under any name, for an answer that is about more than handshakes. */
    public static ObjectNode brief(HandshakeResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        write(result, json, FEW_FINDINGS, SHORT_TEXT);
        return json;
    }

    /**
     * Reads what {@link #brief} made.
     *
     * @throws IOException with one line that says what is wrong
     */
    public static HandshakeResult result(JsonNode json) throws IOException {
        return HandshakeReader.result(json);
    }

    private static void write(HandshakeResult result, ObjectNode json, int most, int longest) {
        json.put("name", result.name()).put("mutual", result.mutual());
        if (result.authority() != null) {
            json.put("authority", result.authority().name().toLowerCase(Locale.ROOT));
        }
        json.put("spiffe", result.spiffe())
                .put("tls", result.tls())
                .put("suite", result.suite())
                .put("alpn", result.alpn())
                .put(
                        "notAfter",
                        result.notAfter() == null ? null : result.notAfter().toString())
                .put("key", result.key())
                .put("alert", result.alert())
                .put("foreignAlert", result.foreignAlert());
        ArrayNode findings = json.putArray("findings");
        result.findings().stream().limit(most).forEach(finding -> findings.add(bounded(finding, longest)));
    }

    private static String bounded(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    /**
     * Reads what {@link #bytes} wrote, and what a later version may add to it.
     *
     * @throws IOException with one line that says what is wrong
     */
    public static List<HandshakeResult> read(byte[] json) throws IOException {
        return HandshakeReader.read(json);
    }
}
