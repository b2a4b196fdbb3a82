package io.ambientprober.agent.canary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ambientprober.plan.ProbePath.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome as one line of JSON that fits a termination message. */
final class OutcomeJson {
    /** Kubernetes truncates a termination message there, and truncated JSON is none. */
    static final int MAX_BYTES = 4096;

    /** What is given up first: the length of failures, then their number, then the client's own addresses, then peers. */
    private static final List<Limits> LIMITS = List.of(
            new Limits(64, 200, 64, 64),
            new Limits(32, 120, 64, 64),
            new Limits(16, 80, 16, 64),
            new Limits(4, 80, 4, 64),
            new Limits(1, 80, 1, 32),
            new Limits(0, 0, 0, 8));

    private record Limits(int errors, int errorLength, int locals, int peers) {}

    private static final JsonFactory JSON = new JsonFactory();

    private OutcomeJson() {}

    static String of(ClientReport report) {
        return LIMITS.stream()
                .map(limits -> render(report, limits))
                .filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES)
                .findFirst()
                .orElseThrow();
    }

    private static String render(ClientReport report, Limits limits) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, report, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ClientReport report, Limits limits) throws IOException {
        Outcome outcome = report.outcome();
        json.writeStartObject();
        json.writeNumberField("connected", outcome.connected());
        json.writeNumberField("delivered", outcome.delivered());
        write(json, "peers", outcome.peers(), limits.peers());
        write(json, "deniedPortReached", outcome.deniedPortReached());
        write(json, "identityPortReached", outcome.identityPortReached());
        List<String> errors = report.errors().stream()
                .map(error -> shortened(error, limits.errorLength()))
                .toList();
        write(json, "errors", errors, limits.errors());
        write(json, "localAddresses", report.localAddresses(), limits.locals());
        json.writeNumberField("milliseconds", report.milliseconds());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<?> values, int most) throws IOException {
        json.writeArrayFieldStart(name);
        for (Object value : values.subList(0, Math.min(values.size(), most))) {
            json.writeString(value.toString());
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, @Nullable Boolean value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeBoolean(value);
        }
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most - 3)) + "...";
    }
}
