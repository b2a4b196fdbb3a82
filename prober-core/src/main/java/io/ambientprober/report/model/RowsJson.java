package io.ambientprober.report.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** Rows of a report, each of which becomes JSON when its turn to be written comes: the rows of a large cluster need more room than it. */
final class RowsJson {
    private RowsJson() {}

    /** An array. */
    static <T> JsonNode list(List<T> rows, Function<T, ? extends JsonNode> json) {
        return node(generator -> {
            generator.writeStartArray();
            for (T row : rows) {
                generator.writeTree(json.apply(row));
            }
            generator.writeEndArray();
        });
    }

    /** An object with a field for each. */
    static <T> JsonNode fields(List<T> rows, Function<T, String> name, Function<T, ? extends JsonNode> json) {
        return node(generator -> {
            generator.writeStartObject();
            for (T row : rows) {
                generator.writeFieldName(name.apply(row));
                generator.writeTree(json.apply(row));
            }
            generator.writeEndObject();
        });
    }

    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private static JsonNode node(Writing writing) {
        return JsonNodeFactory.instance.pojoNode(new JsonSerializable.Base() {
            @Override
            public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
                writing.to(generator);
            }

            @Override
            public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type) {
                throw new UnsupportedOperationException("no type is written");
            }
        });
    }
}
