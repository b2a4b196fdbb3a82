package io.ambientprober.handshake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.handshake.HandshakeResult.Authority;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reading half of {@link HandshakeJson}. Fields that it does not name are ignored. */
final class HandshakeReader {
    private static final int MAX_READ = 1 << 20;
    private static final Pattern SUITE = Pattern.compile("0x[0-9a-f]{4}");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(HandshakeJson.MAX_TEXT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private interface Reading<T> {
        T of(JsonNode node) throws IOException;
    }

    private HandshakeReader() {}

    static List<HandshakeResult> read(byte[] json) throws IOException {
        if (json.length > MAX_READ) {
            throw new IOException("the handshakes' results are larger than " + MAX_READ + " bytes");
        }
        JsonNode root = tree(json);
        if (!root.path("version").isInt() || root.path("version").intValue() != HandshakeJson.VERSION) {
            throw new IOException("the handshakes' results are not of version " + HandshakeJson.VERSION);
        }
        return elements(root.path("results"), "results", HandshakeJson.MAX_RESULTS, HandshakeReader::named);
    }

    private static JsonNode tree(byte[] json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException("the handshakes' results are not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static <T> List<T> elements(JsonNode array, String name, int most, Reading<T> reading) throws IOException {
        if (!array.isArray() || array.size() > most) {
            throw new IOException("the handshakes' " + name + " are not a list of at most " + most);
        }
        List<T> elements = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            elements.add(reading.of(element));
        }
        return elements;
    }

    /** Whatever size of number the reader of the tree took it for. */
    private static boolean isInt(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    private static HandshakeResult named(JsonNode json) throws IOException {
        HandshakeResult result = result(json);
        if (!HandshakeJson.NAME.matcher(result.name()).matches()) {
            throw nameless();
        }
        return result;
    }

    /** Whatever its name. */
    static HandshakeResult result(JsonNode json) throws IOException {
        JsonNode findings = json.path("findings");
        return new HandshakeResult(
                name(json),
                optional(json, "mutual", JsonNode::isBoolean, JsonNode::booleanValue),
                shared(text(json, "spiffe")),
                authority(json),
                shared(text(json, "tls")),
                shared(suite(json)),
                shared(text(json, "alpn")),
                instant(json),
                shared(text(json, "key")),
                optional(json, "alert", HandshakeReader::isInt, JsonNode::intValue),
                optional(json, "foreignAlert", HandshakeReader::isInt, JsonNode::intValue),
                findings.isMissingNode() || findings.isNull()
                        ? List.of()
                        : elements(findings, "findings", HandshakeJson.MAX_FINDINGS, HandshakeReader::finding));
    }

    /** The same words for the many pods of a cluster. */
    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }

    private static String name(JsonNode json) throws IOException {
        String name = text(json, "name");
        if (name == null) {
            throw nameless();
        }
        return name;
    }

    private static IOException nameless() {
        return new IOException("a handshake's result has no name");
    }

    private static @Nullable String suite(JsonNode json) throws IOException {
        String suite = text(json, "suite");
        if (suite != null && !SUITE.matcher(suite).matches()) {
            throw new IOException("a handshake's suite is not a number");
        }
        return suite;
    }

    private static @Nullable Authority authority(JsonNode json) throws IOException {
        return switch (text(json, "authority")) {
            case null -> null;
            case "mesh" -> Authority.MESH;
            case "foreign" -> Authority.FOREIGN;
            case "unverified" -> Authority.UNVERIFIED;
            default -> throw new IOException("a handshake's authority is none that is known");
        };
    }

    private static String finding(JsonNode json) throws IOException {
        if (!json.isTextual()) {
            throw new IOException("a handshake's finding is not a string");
        }
        return json.textValue();
    }

    private static @Nullable String text(JsonNode json, String field) throws IOException {
        return optional(json, field, JsonNode::isTextual, JsonNode::textValue);
    }

    private static @Nullable Instant instant(JsonNode json) throws IOException {
        String text = text(json, "notAfter");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("a handshake's notAfter is not a time", e);
        }
    }

    private static <T> @Nullable T optional(
            JsonNode json, String field, Predicate<JsonNode> type, Function<JsonNode, T> value) throws IOException {
        JsonNode node = json.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!type.test(node)) {
            throw new IOException("a handshake's " + field + " is of the wrong type");
        }
        return value.apply(node);
    }
}
