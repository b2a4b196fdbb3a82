package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.json.NodeEvidenceJson;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.LinkType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** What an agent saw, on its way to the controller: the evidence in its one form, and the tap as plan.json has it. */
public final class ObservationsJson {
    /** Of one agent's answer: a connection takes 800 to 1,400 bytes, and it holds more than 10,000 of any kind. */
    public static final int MAX_BYTES = 16 << 20;

    /** Excerpts, notes and names are of hundreds of characters; values lie eight deep. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxStringLength(16 << 10)
            .maxNameLength(100)
            .maxNumberLength(30)
            .maxNestingDepth(32)
            .build();

    /** Who captured for a plan need not have counted; an agent has. */
    private static final List<String> COUNTS = List.of("captured", "analysed", "leftOut");

    private static final Set<String> NAMES = Set.of("node", "tap");
    private static final int MAX_QUOTED = 60;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(BOUNDS)
            .build());

    private ObservationsJson() {}

    /** Writes as it goes, and never holds the whole; leaves the stream open. */
    public static void write(Observations observations, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeFieldName("evidence");
            NodeEvidenceJson.write(observations.evidence(), json);
            json.writeFieldName("tap");
            json.writeTree(PlanFile.json(observations.tap()));
            json.writeEndObject();
        }
    }

    /**
     * Reads what {@link #write} wrote. No agent answers for another node: the answer is refused where it does, and what it says of names
     * that are the controller's own is replaced.
     *
     * @param node whose agent answered
     * @param file under which the evidence is kept
     * @throws IOException when it is anything else, a part is missing, or it names another node or tap
     */
    public static Observations read(String node, String file, byte[] json) throws IOException {
        if (json.length > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        try (JsonStream answer = new JsonStream("the observations", JSON.getFactory(), json)) {
            NodeEvidence evidence = NodeEvidenceJson.read("evidence", answer);
            Tap tap = answer.read("tap", ObservationsJson::counted);
            answer.end();
            requireOwnNames(node, json);
            if (evidence.taps().size() != 1) {
                throw new IOException("it names " + evidence.taps().size() + " taps, and has one");
            }
            return new Observations(evidence, own(node, file, tap));
        }
    }

    private static Tap counted(JsonField tap) throws PlanFormatException {
        for (String count : COUNTS) {
            tap.get(count);
        }
        return PlanFile.tap(tap, new HashMap<>());
    }

    /** Whatever is called node or tap, wherever it stands: fields that are added later are covered. */
    private static void requireOwnNames(String node, byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING
                        && NAMES.contains(String.valueOf(parser.currentName()))
                        && !parser.getText().equals(node)) {
                    throw new IOException("it names the " + parser.currentName() + " " + quoted(parser.getText()));
                }
            }
        }
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...") + "'";
    }

    private static Tap own(String node, String file, Tap tap) throws IOException {
        if (!tap.id().equals(node)) {
            throw new IOException("it names the tap " + quoted(tap.id()));
        }
        if (Arrays.stream(LinkType.values()).noneMatch(type -> type.name().equals(tap.link()))) {
            throw new IOException("it names the link type " + quoted(tap.link()));
        }
        return new Tap(
                node,
                node,
                List.of(file),
                tap.link(),
                tap.captured(),
                tap.analysed(),
                tap.leftOut(),
                tap.kernelDropped(),
                tap.interfaceDropped(),
                tap.podDevices());
    }
}
