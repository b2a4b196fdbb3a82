package io.ambientprober.attest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import java.util.Map;

/** Where two JSON values differ first. */
final class JsonDifference {
    private JsonDifference() {}

    /** @throws PlanFormatException that names the place, when they differ anywhere */
    static void refuse(JsonField signed, JsonNode judged) throws PlanFormatException {
        if (signed.node().equals(judged)) {
            return;
        }
        if (signed.node().isObject() && judged.isObject()) {
            for (Map.Entry<String, JsonField> field : signed.fields().entrySet()) {
                refuse(field.getValue(), judged.path(field.getKey()));
            }
        } else if (signed.node().isArray() && signed.node().size() == judged.size()) {
            for (JsonField element : signed.list(element -> element)) {
                refuse(element, judged.path(index(element)));
            }
        }
        throw signed.isNot("what the evidence comes to" + (judged.isValueNode() ? ", which is " + judged : ""));
    }

    private static int index(JsonField element) {
        return Integer.parseInt(element.pointer().substring(element.pointer().lastIndexOf('/') + 1));
    }
}
