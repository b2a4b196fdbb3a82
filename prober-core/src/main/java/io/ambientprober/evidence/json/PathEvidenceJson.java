package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.ProbePath;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** All that the judgement of a path rests on, in a report. */
public final class PathEvidenceJson {
    private PathEvidenceJson() {}

    public static ObjectNode of(ProbePath path, PathEvidence evidence) {
        ObjectNode json = object();
        json.set("plan", PlanFile.json(path));
        json.set("clear", seen(evidence.clear(), SightingJson::addTo));
        json.set("loopback", seen(evidence.loopback(), SightingJson::addTo));
        json.set("direct", seen(evidence.direct(), ConnectionJson::addTo));
        json.set("toWaypoint", seen(evidence.toWaypoint(), ConnectionJson::addTo));
        json.set("fromWaypoint", seen(evidence.fromWaypoint(), ConnectionJson::addTo));
        json.set("bare", seen(evidence.bare(), ConnectionJson::addTo));
        json.set("accounts", JsonList.of(evidence.accounts(), AccountJson::of));
        json.set("directSurplus", AccountJson.of(evidence.directSurplus()));
        json.set("controls", JsonList.of(evidence.controls(), PathEvidenceJson::of));
        json.set("taps", JsonList.of(evidence.needed(), PathEvidenceJson::of));
        return json.set("nodeEncryption", seen(evidence.nodeEncryption(), SightingJson::addTo));
    }

    /**
     * The evidence of a path.
     *
     * @param taps of the report, by id
     */
    public static PathEvidence read(JsonField field, String pathId, Map<String, TapCheck> taps)
            throws PlanFormatException {
        return new PathEvidence(
                field.get("clear").list(seen(clear -> SightingJson.clear(pathId, clear))),
                loopback(pathId, field.find("loopback")),
                field.get("direct").list(seen(ConnectionJson::read)),
                field.get("toWaypoint").list(seen(ConnectionJson::read)),
                field.get("fromWaypoint").list(seen(ConnectionJson::read)),
                field.get("bare").list(seen(ConnectionJson::read)),
                field.get("accounts").list(AccountJson::read),
                AccountJson.surplus(field.find("directSurplus")),
                field.get("controls").list(PathEvidenceJson::control),
                field.get("taps").list(tap -> tap(tap, taps)),
                field.get("nodeEncryption").list(seen(SightingJson::nodeEncryption)));
    }

    private static <T> ArrayNode seen(List<Seen<T>> values, BiFunction<ObjectNode, T, ObjectNode> addTo) {
        return JsonList.of(values, value -> addTo.apply(object().put("node", value.node()), value.what()));
    }

    private static <T> JsonField.Reading<Seen<T>> seen(JsonField.Reading<T> what) {
        return field -> new Seen<>(field.get("node").text(), what.from(field));
    }

    /** The first reports do not have it. */
    private static List<Seen<LoopbackEvidence>> loopback(String pathId, @Nullable JsonField field)
            throws PlanFormatException {
        return field == null ? List.of() : field.list(seen(each -> SightingJson.loopback(pathId, each)));
    }

    private static ObjectNode of(ControlCheck control) {
        return object().put("node", control.node())
                .put("family", control.family())
                .put("seen", control.seen());
    }

    private static ControlCheck control(JsonField field) throws PlanFormatException {
        return new ControlCheck(
                field.get("node").text(),
                field.get("family").text(),
                field.get("seen").bool());
    }

    private static ObjectNode of(TapCheck check) {
        ObjectNode json = object().put("id", check.tap().id())
                .put("dropped", check.dropped())
                .put("empty", check.empty());
        return json.set("flaws", JsonList.texts(check.flaws()));
    }

    private static TapCheck tap(JsonField field, Map<String, TapCheck> taps) throws PlanFormatException {
        TapCheck tap = taps.get(field.get("id").text());
        if (tap == null) {
            throw field.get("id").isNot("a tap of this report");
        }
        return tap;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
