package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.ServicePathReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a report counts and does not list, written and read. */
final class UnlistedJson {
    /** Of the cells and pods of any cluster, by far. */
    private static final int MAX_ROWS = 100_000_000;

    private static final int MAX_TALLIES = 10_000;

    private UnlistedJson() {}

    static ObjectNode of(Unlisted unlisted) {
        ObjectNode json = object();
        json.set("paths", JsonList.of(unlisted.paths(), UnlistedJson::path));
        json.set("pods", JsonList.of(unlisted.pods(), UnlistedJson::checked));
        json.set("flows", JsonList.of(unlisted.flows(), UnlistedJson::checked));
        return json.put("strictWouldRefuse", unlisted.outside())
                .put("causes", unlisted.causes())
                .put("taps", unlisted.taps());
    }

    private static ObjectNode path(Tally tally) {
        ObjectNode json = object().put("rows", tally.rows());
        tally.reasons().forEach(reason -> json.set(field(reason), put(reason, object())));
        return json;
    }

    private static String field(Reason reason) {
        return switch (reason) {
            case EncryptionReason _ -> "encryption";
            case ServicePathReason _ -> "servicePath";
            case PolicyReason _ -> "policy";
            case PodReason _, FlowReason _ -> throw new IllegalArgumentException("no question of a path: " + reason);
        };
    }

    private static ObjectNode checked(Tally tally) {
        return put(tally.reasons().getFirst(), object().put("rows", tally.rows()));
    }

    private static ObjectNode put(Reason reason, ObjectNode json) {
        return json.put("verdict", reason.verdict().name()).put("reason", reason.code());
    }

    /** @param field null of a whole report */
    static Unlisted read(@Nullable JsonField field) throws PlanFormatException {
        return field == null
                ? Unlisted.NOTHING
                : new Unlisted(
                        tallies(field.get("paths"), UnlistedJson::path),
                        tallies(field.get("pods"), pod -> checked(PodReason.values(), pod)),
                        tallies(field.get("flows"), flow -> checked(FlowReason.values(), flow)),
                        (int) field.get("strictWouldRefuse").whole(0, MAX_ROWS),
                        (int) field.get("causes").whole(0, MAX_ROWS),
                        (int) field.get("taps").whole(0, MAX_ROWS));
    }

    private static List<Tally> tallies(JsonField field, JsonField.Reading<Tally> tally) throws PlanFormatException {
        List<Tally> tallies = field.list(tally);
        if (tallies.size() > MAX_TALLIES
                || tallies.stream().mapToLong(Tally::rows).sum() > MAX_ROWS) {
            throw field.complaint("counts more than any report has");
        }
        return tallies;
    }

    private static Tally path(JsonField field) throws PlanFormatException {
        List<Reason> reasons = new ArrayList<>();
        reasons.add(RulingJson.reason(EncryptionReason.values(), field.get("encryption")));
        reasons.add(RulingJson.reason(ServicePathReason.values(), field.get("servicePath")));
        JsonField policy = field.find("policy");
        if (policy != null) {
            reasons.add(RulingJson.reason(PolicyReason.values(), policy));
        }
        return new Tally(reasons, rows(field));
    }

    private static <R extends Reason> Tally checked(R[] reasons, JsonField field) throws PlanFormatException {
        return new Tally(List.of(RulingJson.reason(reasons, field)), rows(field));
    }

    private static int rows(JsonField field) throws PlanFormatException {
        return (int) field.get("rows").whole(1, MAX_ROWS);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
