package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.PodName;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sections of a report beside its paths, written and read. */
final class ChecksJson {
    /** Of a report that was written before there were such sections. */
    private static final Checks EARLIER = Checks.canaries("reports of version 1 do not have it");

    static final String PODS = "/pods/list";
    static final String FLOWS = "/flows/list";
    static final String OUTSIDE = "/flows/strictWouldRefuse";

    private ChecksJson() {}

    static void put(Checks checks, FailOn failOn, ObjectNode json) {
        if (checks.noCanaries() != null) {
            json.set("canaries", SectionJson.notAsked(checks.noCanaries()));
        }
        Map<String, Verdict> verdicts =
                checks.all().stream().collect(Collectors.toMap(Check::name, check -> check.verdict(failOn)));
        json.set(
                "pods",
                SectionJson.of(
                        checks.pods(),
                        pods -> section(verdicts.get("pods")).set("list", RowsJson.list(pods, ChecksJson::pod))));
        json.set(
                "flows",
                SectionJson.of(
                        checks.flows(),
                        flows -> section(verdicts.get("flows"))
                                .<ObjectNode>set("list", RowsJson.list(flows.list(), FlowJson::of))
                                .set("strictWouldRefuse", RowsJson.list(flows.strictWouldRefuse(), FlowJson::of))));
    }

    private static ObjectNode section(@Nullable Verdict verdict) {
        return object().put("asked", true)
                .put("verdict", Objects.requireNonNull(verdict).name());
    }

    private static ObjectNode pod(PodVerdict verdict) {
        ObjectNode json = object().put("namespace", verdict.pod().namespace())
                .put("pod", verdict.pod().name())
                .put("node", verdict.node())
                .put("workload", verdict.workload());
        RulingJson.put(verdict.hbone(), json)
                .putObject("mesh")
                .put("redirection", verdict.redirection())
                .put("protocol", verdict.protocol());
        return json.put("spiffe", verdict.spiffe()).put("notAfter", text(verdict.notAfter()));
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /**
     * Reads what there is beside the rows.
     *
     * @param version of the report
     * @param rows that were read
     */
    static Checks read(JsonField root, long version, CheckedRows rows) throws PlanFormatException {
        if (version == 1) {
            return EARLIER;
        }
        JsonField canaries = root.find("canaries");
        return new Checks(
                canaries == null || canaries.get("asked").bool()
                        ? null
                        : canaries.get("reason").text(),
                SectionJson.read(root.get("pods"), pods -> {
                    pods.get("list").list(row -> row);
                    return rows.pods();
                }),
                SectionJson.read(root.get("flows"), flows -> {
                    flows.get("list").list(row -> row);
                    flows.get("strictWouldRefuse").list(row -> row);
                    return rows.flows();
                }),
                UnlistedJson.read(root.find("reduced")));
    }

    /** A verdict of a section that its list does not bear out would be passed on by every format. */
    static void hold(Checks checks, FailOn failOn, JsonField root) throws PlanFormatException {
        for (Check check : checks.asked()) {
            JsonField field = root.get(check.name()).get("verdict");
            Verdict verdict = check.verdict(failOn);
            if (RulingJson.oneOf(Verdict.values(), field) != verdict) {
                throw field.isNot("what the verdicts of its list come to, which is " + verdict);
            }
        }
    }

    static PodVerdict pod(JsonField field) throws PlanFormatException {
        JsonField mesh = field.get("mesh");
        return new PodVerdict(
                new PodName(field.get("namespace").text(), field.get("pod").text()),
                field.get("node").text(),
                field.get("workload").text(),
                RulingJson.read(PodReason.values(), field),
                mesh.get("redirection").text(),
                mesh.get("protocol").orNull(JsonField::text),
                field.get("spiffe").orNull(JsonField::text),
                field.get("notAfter").orNull(JsonField::time));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
