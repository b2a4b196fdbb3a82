package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import java.util.function.Function;

/** A section of a report that may not have been asked for, written and read. */
final class SectionJson {
    private SectionJson() {}

    static ObjectNode notAsked(String reason) {
        return JsonNodeFactory.instance.objectNode().put("asked", false).put("reason", reason);
    }

    static <T> ObjectNode of(Section<T> section, Function<T, ObjectNode> answer) {
        return switch (section) {
            case Asked<T>(T found) -> answer.apply(found);
            case NotAsked<T>(String reason) -> notAsked(reason);
        };
    }

    /** What was asked need not say so. */
    static <T> Section<T> read(JsonField field, JsonField.Reading<T> answer) throws PlanFormatException {
        JsonField asked = field.find("asked");
        return asked == null || asked.bool()
                ? new Asked<>(answer.from(field))
                : new NotAsked<>(field.get("reason").text());
    }
}
