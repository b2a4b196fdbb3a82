package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.Traffic;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.verdict.Flow;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FromOutside;
import java.util.Locale;

/** A flow in a report, written and read. */
final class FlowJson {
    private FlowJson() {}

    static ObjectNode of(FlowVerdict verdict) {
        Flow flow = verdict.flow();
        ObjectNode json = object().put("client", flow.client())
                .put("server", flow.server())
                .put("port", flow.port())
                .put("ends", word(flow.ends()));
        json.set("hbone", traffic(flow.hbone()));
        json.set("past", traffic(flow.past()));
        json.set("looks", looks(flow.looks()));
        json.put("confirmed", flow.confirmed()).set("gaps", JsonList.texts(flow.gaps()));
        json.put("first", ChecksJson.text(flow.first())).put("last", ChecksJson.text(flow.last()));
        return RulingJson.put(verdict.past(), json);
    }

    static ObjectNode of(FromOutside outside) {
        ObjectNode json = object().put("client", outside.client())
                .put("server", outside.server())
                .put("port", outside.port())
                .put("connections", outside.connections());
        return json.set("looks", looks(outside.looks()));
    }

    static FlowVerdict read(JsonField field) throws PlanFormatException {
        Flow flow = new Flow(
                field.get("client").text(),
                field.get("server").text(),
                (int) field.get("port").whole(0, 65535),
                RulingJson.oneOf(Flow.Ends.values(), field.get("ends"), FlowJson::word),
                traffic(field.get("hbone")),
                traffic(field.get("past")),
                looks(field.get("looks")),
                field.get("confirmed").natural(),
                field.get("gaps").list(JsonField::text),
                field.get("first").orNull(JsonField::time),
                field.get("last").orNull(JsonField::time));
        return new FlowVerdict(flow, RulingJson.read(FlowReason.values(), field));
    }

    static FromOutside outside(JsonField field) throws PlanFormatException {
        return new FromOutside(
                field.get("client").text(),
                field.get("server").text(),
                field.get("port").port(),
                field.get("connections").natural(),
                looks(field.get("looks")));
    }

    private static String word(Flow.Ends ends) {
        return ends.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode traffic(Traffic traffic) {
        return object().put("connections", traffic.connections())
                .put("packets", traffic.packets())
                .put("bytes", traffic.bytes());
    }

    private static Traffic traffic(JsonField field) throws PlanFormatException {
        return new Traffic(
                field.get("connections").natural(),
                field.get("packets").natural(),
                field.get("bytes").natural());
    }

    private static ObjectNode looks(Looks looks) {
        return object().put("clear", looks.clear()).put("tls", looks.tls()).put("unknown", looks.unknown());
    }

    private static Looks looks(JsonField field) throws PlanFormatException {
        return new Looks(
                field.get("clear").natural(),
                field.get("tls").natural(),
                field.get("unknown").natural());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
