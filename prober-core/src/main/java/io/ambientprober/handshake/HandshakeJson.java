package io.ambientprober.handshake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The results of handshakes on their way out of a pod: one line of JSON that fits a termination message. */
public final class HandshakeJson {
    public static final int VERSION = 1;

    /** Kubernetes truncates a termination message there, and truncated JSON is none. */
    public static final int MAX_BYTES = 4096;

    /** As many fit with name and answer, whatever else has to be left out. */
    public static final int MAX_RESULTS = 32;

    /** As many fit whole when nothing out of the ordinary was found. */
    public static final int BATCH = 8;

    /** Of a name: what Kubernetes allows, and nothing that JSON would have to escape. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    /** How much of a result is said; {@link #SHORTENED} says that it is not all. */
    private enum Detail {
        ALL,
        FINDINGS_BY_ID,
        ANSWER_AND_IDENTITY,
        ANSWER
    }

    private static final String SHORTENED = "shortened";

    private HandshakeJson() {}

    /**
     * At most {@link #MAX_BYTES}: the words of findings are given up first, then the findings, then all but the answers.
     *
     * @param results at most {@link #MAX_RESULTS}, their names as {@link #NAME}
     */
    public static byte[] bytes(List<HandshakeResult> results) {
        if (results.size() > MAX_RESULTS
                || !results.stream()
                        .allMatch(result -> NAME.matcher(result.name()).matches())) {
            throw new IllegalArgumentException("more than " + MAX_RESULTS + " results, or a name that is none");
        }
        for (Detail detail : Detail.values()) {
            byte[] json = json(results, detail).toString().getBytes(StandardCharsets.UTF_8);
            if (json.length <= MAX_BYTES) {
                return json;
            }
        }
        throw new IllegalStateException(MAX_RESULTS + " bare answers fit");
    }

    private static ObjectNode json(List<HandshakeResult> results, Detail detail) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", VERSION);
        if (detail != Detail.ALL) {
            json.put(SHORTENED, true);
        }
        ArrayNode array = json.putArray("results");
        results.forEach(result -> write(result, detail, array.addObject()));
        return json;
    }

    private static void write(HandshakeResult result, Detail detail, ObjectNode json) {
        json.put("name", result.name()).put("mutual", result.mutual());
        if (result.authority() != null) {
            json.put("authority", result.authority().name().toLowerCase(Locale.ROOT));
        }
        if (detail == Detail.ANSWER) {
            return;
        }
        json.put("spiffe", result.spiffe());
        if (detail == Detail.ANSWER_AND_IDENTITY) {
            return;
        }
        json.put("tls", result.tls())
                .put("suite", result.suite())
                .put("alpn", result.alpn())
                .put(
                        "notAfter",
                        result.notAfter() == null ? null : result.notAfter().toString())
                .put("key", result.key())
                .put("alert", result.alert())
                .put("foreignAlert", result.foreignAlert());
        ArrayNode findings = json.putArray("findings");
        result.findings().forEach(finding -> findings.add(detail == Detail.ALL ? finding : finding.split(":", 2)[0]));
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
