package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.ApplicationData.Sum;
import io.ambientprober.wire.Framing;
import java.util.List;

/** What the bytes of one direction are. */
final class FramingJson {
    private FramingJson() {}

    static ObjectNode of(Framing framing) {
        return switch (framing) {
            case Framing.Empty() -> object().put("kind", "empty");
            case Framing.Unaligned(long bytes) ->
                object().put("kind", "unaligned").put("bytes", bytes);
            case Framing.Tls tls ->
                application(
                        object().put("kind", "tls")
                                .put("fromStart", tls.fromStart())
                                .put("records", tls.records()),
                        tls.application());
            case Framing.NotTls notTls ->
                object().put("kind", "not-tls")
                        .put("looksLike", notTls.looksLike())
                        .put("packet", notTls.packet())
                        .put("excerpt", notTls.excerpt())
                        .put("offset", notTls.offset());
        };
    }

    static Framing read(JsonField field) throws PlanFormatException {
        JsonField kind = field.get("kind");
        return switch (kind.text()) {
            case "empty" -> new Framing.Empty();
            case "unaligned" -> new Framing.Unaligned(field.get("bytes").natural());
            case "tls" ->
                new Framing.Tls(
                        field.get("fromStart").bool(), field.get("records").natural(), application(field));
            case "not-tls" ->
                new Framing.NotTls(
                        field.get("looksLike").text(),
                        field.get("packet").natural(),
                        field.get("excerpt").text(),
                        field.get("offset").natural());
            default -> throw kind.isNot("a kind of framing");
        };
    }

    private static ObjectNode application(ObjectNode json, ApplicationData data) {
        json.put("applicationRecords", data.records()).put("applicationBytes", data.bytes());
        json.set("firstRecords", JsonList.of(data.first(), JsonNodeFactory.instance::numberNode));
        Small small = data.small();
        return json.set(
                "smallRecords",
                JsonList.of(
                        List.of(small.under16(), small.under17(), small.under24()),
                        sum -> object().put("records", sum.records()).put("bytes", sum.bytes())));
    }

    private static ApplicationData application(JsonField field) throws PlanFormatException {
        return new ApplicationData(
                field.get("applicationRecords").natural(),
                field.get("applicationBytes").natural(),
                field.get("firstRecords").list(JsonField::count),
                small(field.get("smallRecords")));
    }

    private static Small small(JsonField field) throws PlanFormatException {
        List<Sum> sums = field.list(
                sum -> new Sum(sum.get("records").natural(), sum.get("bytes").natural()));
        if (sums.size() != 3) {
            throw field.isNot("three sums");
        }
        return new Small(sums.get(0), sums.get(1), sums.get(2));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
