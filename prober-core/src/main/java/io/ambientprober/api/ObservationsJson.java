package io.ambientprober.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** What an agent saw, on its way to the controller: the records of the evidence, as Jackson writes records. */
public final class ObservationsJson {
    /** Of one agent's answer: 20,000 connections of strangers take 12 MB. */
    public static final int MAX_BYTES = 16 << 20;

    /** Excerpts, notes and names are of hundreds of characters; records lie seven deep. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxStringLength(16 << 10)
            .maxNameLength(100)
            .maxNumberLength(30)
            .maxNestingDepth(32)
            .build();

    private static final Set<String> NAMES = Set.of("node", "tap");
    private static final int MAX_QUOTED = 60;

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(IpAddress.class, Literal.class)
            .addMixIn(Framing.class, Kinds.class)
            .build();

    private ObservationsJson() {}

    /** Writes as it goes, and never holds the whole; leaves the stream open. */
    public static void write(Observations observations, OutputStream out) throws IOException {
        JSON.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, observations);
    }

    /** How many bytes an answer takes for evidence of a node, or for one connection of it. */
    public static long size(Record evidence) {
        try {
            return JSON.writeValueAsBytes(evidence).length;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@link #write} wrote. Nobody speaks for another node: the answer is refused where it does, and what it says of names
     * that are the controller's own is replaced.
     *
     * @param node whose agent answered
     * @param file under which the evidence is kept
     * @throws IOException when it is anything else, a part is missing, or it speaks of another node or tap
     */
    public static Observations read(String node, String file, byte[] json) throws IOException {
        if (json.length > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        requireOwnNames(node, json);
        Observations answer = JSON.readValue(json, Observations.class);
        if (answer == null) {
            throw new IOException("the observations are not whole");
        }
        WholeRecords.require(answer);
        return new Observations(answer.evidence(), own(node, file, answer));
    }

    /** Whatever is called node or tap, wherever it stands: fields that are added later are covered. */
    private static void requireOwnNames(String node, byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING
                        && NAMES.contains(String.valueOf(parser.currentName()))
                        && !parser.getText().equals(node)) {
                    throw new IOException("it speaks of the " + parser.currentName() + " " + quoted(parser.getText()));
                }
            }
        }
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...") + "'";
    }

    private static Tap own(String node, String file, Observations answer) throws IOException {
        List<TapReading> readings = answer.evidence().taps();
        if (readings.size() != 1) {
            throw new IOException("it speaks of " + readings.size() + " taps, and has one");
        }
        Tap tap = answer.tap();
        if (!tap.id().equals(node)) {
            throw new IOException("it speaks of the tap " + quoted(tap.id()));
        }
        if (Arrays.stream(LinkType.values()).noneMatch(type -> type.name().equals(tap.link()))) {
            throw new IOException("it speaks of the link type " + quoted(tap.link()));
        }
        if (tap.captured() == null) {
            throw new IOException("it did not count its packets");
        }
        long analysed = tap.analysed() == null ? tap.captured() : tap.analysed();
        if (LongStream.of(tap.captured(), analysed, tap.leftOut(), tap.kernelDropped(), tap.interfaceDropped())
                .anyMatch(count -> count < 0)) {
            throw new IOException("it counts below zero");
        }
        if (tap.podDevices().stream().anyMatch(device -> device.index() <= 0)) {
            throw new IOException("it speaks of a device without an index");
        }
        return new Tap(
                node,
                node,
                List.of(file),
                tap.link(),
                tap.captured(),
                analysed,
                tap.leftOut(),
                tap.kernelDropped(),
                tap.interfaceDropped(),
                tap.podDevices());
    }

    /** An address is its literal. */
    @JsonIgnoreProperties({"v4"})
    private abstract static class Literal {
        @JsonCreator
        static IpAddress parse(String literal) {
            return IpAddress.parse(literal);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Framing.Empty.class, name = "empty"),
        @JsonSubTypes.Type(value = Framing.Unaligned.class, name = "unaligned"),
        @JsonSubTypes.Type(value = Framing.Tls.class, name = "tls"),
        @JsonSubTypes.Type(value = Framing.NotTls.class, name = "notTls")
    })
    private interface Kinds {}
}
