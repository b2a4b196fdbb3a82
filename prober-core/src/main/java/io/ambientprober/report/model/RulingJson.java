package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A ruling in a report, written and read. */
final class RulingJson {
    private RulingJson() {}

    /** Puts it into an object. */
    static ObjectNode put(Ruling<?> ruling, ObjectNode json) {
        json.put("verdict", ruling.verdict().name())
                .put("reason", ruling.reason().code())
                .set("findings", JsonList.texts(ruling.findings()));
        return json;
    }

    static ObjectNode of(Ruling<?> ruling) {
        return put(ruling, JsonNodeFactory.instance.objectNode()).put("help", ReasonText.help(ruling.reason()));
    }

    /** @param reasons that there are for such a verdict */
    static <R extends Reason> Ruling<R> read(R[] reasons, JsonField field) throws PlanFormatException {
        R reason = reason(reasons, field);
        return new Ruling<>(reason, field.get("findings").list(JsonField::text));
    }

    /** The same without what was found. */
    static <R extends Reason> R reason(R[] reasons, JsonField field) throws PlanFormatException {
        Verdict verdict = oneOf(Verdict.values(), field.get("verdict"));
        String code = field.get("reason").text();
        R reason = Stream.of(reasons)
                .filter(candidate ->
                        candidate.verdict() == verdict && candidate.code().equals(code))
                .findFirst()
                .orElse(null);
        if (reason == null) {
            throw field.get("reason").isNot("a reason of " + verdict + " here");
        }
        return reason;
    }

    static <E extends Enum<E>> E oneOf(E[] values, JsonField field) throws PlanFormatException {
        return oneOf(values, field, Enum::name);
    }

    static <E extends Enum<E>> E oneOf(E[] values, JsonField field, Function<E, String> word)
            throws PlanFormatException {
        return field.oneOf(values, word, "one of " + Stream.of(values).map(word).collect(Collectors.joining(", ")));
    }
}
