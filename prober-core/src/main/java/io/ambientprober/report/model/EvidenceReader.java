package io.ambientprober.report.model;

import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.Direction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The other half of {@link EvidenceJson}. */
final class EvidenceReader {
    private EvidenceReader() {}

    /**
     * The evidence of a path.
     *
     * @param taps of the report, by id
     */
    static PathEvidence read(JsonField field, String pathId, Map<String, TapCheck> taps) throws PlanFormatException {
        return new PathEvidence(
                field.get("clear").list(seen(clear -> clear(pathId, clear))),
                loopback(pathId, field.find("loopback")),
                field.get("direct").list(seen(ConnectionReader::read)),
                field.get("toWaypoint").list(seen(ConnectionReader::read)),
                field.get("fromWaypoint").list(seen(ConnectionReader::read)),
                field.get("bare").list(seen(ConnectionReader::read)),
                field.get("accounts").list(AccountJson::read),
                AccountJson.surplus(field.find("directSurplus")),
                field.get("controls").list(EvidenceReader::control),
                field.get("taps").list(tap -> tap(tap, taps)),
                field.get("nodeEncryption").list(seen(EvidenceReader::nodeEncryption)));
    }

    static TapReading reading(String tap, JsonField field) throws PlanFormatException {
        long packets = count(field.get("packets"));
        return new TapReading(
                tap,
                packets,
                count(field.get("bytes")),
                packets > 0 ? time(field.get("first")) : 0,
                packets > 0 ? time(field.get("last")) : 0,
                count(field.get("dropped")),
                field.get("notes").list(JsonField::text),
                strings(field.find("faults")));
    }

    private static List<String> strings(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? List.of() : field.list(JsonField::text);
    }

    static PacketRef packet(JsonField field) throws PlanFormatException {
        return new PacketRef(field.get("tap").text(), count(field.get("packet")), time(field.get("time")));
    }

    static Direction direction(JsonField field) throws PlanFormatException {
        String text = field.text();
        return Stream.of(Direction.values())
                .filter(direction -> EvidenceJson.direction(direction).equals(text))
                .findFirst()
                .orElseThrow(() -> field.isNot("a direction"));
    }

    static long count(JsonField field) throws PlanFormatException {
        return field.whole(0, Long.MAX_VALUE);
    }

    private static <T> JsonField.Reading<Seen<T>> seen(JsonField.Reading<T> what) {
        return field -> new Seen<>(field.get("node").text(), what.from(field));
    }

    private static ClearEvidence clear(String pathId, JsonField field) throws PlanFormatException {
        return new ClearEvidence(
                pathId,
                field.get("v4").bool(),
                field.get("v6").bool(),
                count(field.get("packets")),
                field.get("requests").count(),
                field.get("responses").count(),
                field.get("sightings").list(EvidenceReader::sighting));
    }

    /** Reports of version 1 do not have it. */
    private static List<Seen<LoopbackEvidence>> loopback(String pathId, @Nullable JsonField field)
            throws PlanFormatException {
        return field == null
                ? List.of()
                : field.list(seen(
                        each -> new LoopbackEvidence(pathId, count(each.get("packets")), packet(each.get("first")))));
    }

    private static Sighting sighting(JsonField field) throws PlanFormatException {
        Endpoint source = Endpoint.read(field.get("source"));
        Endpoint destination = Endpoint.read(field.get("destination"));
        return new Sighting(
                field.get("tap").text(),
                count(field.get("packet")),
                device(field.find("device")),
                time(field.get("time")),
                field.get("transport").text(),
                source.address(),
                source.port(),
                destination.address(),
                destination.port(),
                field.get("tunnels").list(JsonField::text),
                count(field.get("sequence")),
                direction(field.get("direction")),
                field.get("excerpt").text());
    }

    /** Reports of a capture that says no device do not have it. */
    private static int device(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? 0 : field.count();
    }

    private static ControlCheck control(JsonField field) throws PlanFormatException {
        return new ControlCheck(
                field.get("node").text(),
                field.get("family").text(),
                field.get("seen").bool());
    }

    private static TapCheck tap(JsonField field, Map<String, TapCheck> taps) throws PlanFormatException {
        TapCheck tap = taps.get(field.get("id").text());
        if (tap == null) {
            throw field.get("id").isNot("a tap of this report");
        }
        return tap;
    }

    private static NodeEncryption nodeEncryption(JsonField field) throws PlanFormatException {
        JsonField kindField = field.get("kind");
        String label = kindField.text();
        NodeEncryption.Kind kind = Stream.of(NodeEncryption.Kind.values())
                .filter(candidate -> candidate.label().equals(label))
                .findFirst()
                .orElseThrow(() -> kindField.isNot("a kind of node encryption"));
        return new NodeEncryption(kind, count(field.get("packets")), packet(field.get("first")));
    }

    private static long time(JsonField field) throws PlanFormatException {
        try {
            Instant time = Instant.parse(field.text());
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw field.isNot("a time");
        }
    }
}
