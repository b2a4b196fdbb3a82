package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.PodName;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections of a report beside its paths, written and read. */
final class ChecksJson {
    /** Of a report that was written before there were such sections. */
    private static final Checks EARLIER = Checks.canaries("reports of version 1 do not have it");

    private ChecksJson() {}

    static void put(Checks checks, FailOn failOn, ObjectNode json) {
        if (checks.noCanaries() != null) {
            json.set("canaries", SectionJson.notAsked(checks.noCanaries()));
        }
        json.set(
                "pods",
                SectionJson.of(
                        checks.pods(), pods -> section(pods, failOn).set("list", JsonList.of(pods, ChecksJson::pod))));
        json.set(
                "flows",
                SectionJson.of(
                        checks.flows(),
                        flows -> section(flows.list(), failOn)
                                .<ObjectNode>set("list", JsonList.of(flows.list(), FlowJson::of))
                                .set("strictWouldRefuse", JsonList.of(flows.strictWouldRefuse(), FlowJson::of))));
    }

    private static ObjectNode section(List<? extends Checked> list, FailOn failOn) {
        return object().put("asked", true)
                .put("verdict", Check.verdict(list, failOn).name());
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

    /** @param version of the report */
    static Checks read(JsonField root, long version) throws PlanFormatException {
        if (version == 1) {
            return EARLIER;
        }
        JsonField canaries = root.find("canaries");
        return new Checks(
                canaries == null || canaries.get("asked").bool()
                        ? null
                        : canaries.get("reason").text(),
                SectionJson.read(root.get("pods"), pods -> pods.get("list").list(ChecksJson::pod)),
                SectionJson.read(
                        root.get("flows"),
                        flows -> new FlowVerdicts(
                                flows.get("list").list(FlowJson::read),
                                flows.get("strictWouldRefuse").list(FlowJson::outside))));
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

    private static PodVerdict pod(JsonField field) throws PlanFormatException {
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
