package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import java.util.List;

/** Of how much a report speaks, written and read. */
final class CoverageJson {
    private CoverageJson() {}

    static ObjectNode of(CoverageReport coverage) {
        ObjectNode json = object();
        coverage.kinds().forEach((kind, section) -> json.set(kind, SectionJson.of(section, CoverageJson::share)));
        return json;
    }

    private static ObjectNode share(Share share) {
        ObjectNode json = object().put("covered", share.covered()).put("of", share.of());
        json.set(
                "not",
                JsonList.of(share.not(), gap -> object().put("name", gap.name()).put("why", gap.why())));
        return json.put("more", share.unnamed());
    }

    /** @param version of the report */
    static CoverageReport read(JsonField root, long version) throws PlanFormatException {
        if (version == 1) {
            return CoverageReport.unknown("reports of version 1 do not have it");
        }
        JsonField field = root.get("coverage");
        return new CoverageReport(
                section(field.get("nodes")),
                section(field.get("namespaces")),
                section(field.get("pods")),
                section(field.get("pairs")));
    }

    private static Section<Share> section(JsonField field) throws PlanFormatException {
        return SectionJson.read(field, CoverageJson::share);
    }

    private static Share share(JsonField field) throws PlanFormatException {
        int of = field.get("of").count();
        int covered = (int) field.get("covered").whole(0, of);
        List<Gap> not = field.get("not")
                .list(gap -> new Gap(gap.get("name").text(), gap.get("why").text()));
        return new Share(covered, of, not);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
