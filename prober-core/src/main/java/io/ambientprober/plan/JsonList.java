package io.ambientprober.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.function.Function;

/** Lists, as {@link JsonField#list} reads them. */
public final class JsonList {
    private JsonList() {}

    public static <T> ArrayNode of(List<T> values, Function<? super T, ? extends JsonNode> element) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(value -> json.add(element.apply(value)));
        return json;
    }

    public static ArrayNode texts(List<String> values) {
        return of(values, JsonNodeFactory.instance::textNode);
    }
}
