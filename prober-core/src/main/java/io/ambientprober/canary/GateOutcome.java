package io.ambientprober.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a {@link GateOrder}: {@code {"open": [...]}}.
 *
 * @param open ports that are not held, each as an address and a port in words
 */
public record GateOutcome(List<String> open) {
    private static final JsonMapper JSON = new JsonMapper();

    public GateOutcome {
        open = List.copyOf(open);
    }

    public byte[] json() {
        var json = JsonNodeFactory.instance.objectNode();
        var ports = json.putArray("open");
        open.forEach(ports::add);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException with one line that says what is wrong */
    public static GateOutcome read(byte[] json) throws IOException {
        try {
            JsonNode ports = JSON.readTree(json).path("open");
            List<String> open = new ArrayList<>();
            for (JsonNode port : ports) {
                open.add(words(port.asText()));
            }
            if (!ports.isArray()) {
                throw new IOException("no outcome of a gate");
            }
            return new GateOutcome(open);
        } catch (JsonProcessingException e) {
            throw new IOException("no outcome of a gate: " + e.getOriginalMessage(), e);
        }
    }

    /** JSON may hold a half of a character, which no report can. */
    private static String words(String text) throws IOException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IOException("no outcome of a gate: half a character");
        }
        return text;
    }
}
