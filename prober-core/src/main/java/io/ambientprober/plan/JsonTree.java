package io.ambientprober.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Makes a tree of what a parser reads. Jackson's own ObjectMapper does the same, but needs four times as long for its first file, which
 * is the only one of a command.
 */
final class JsonTree {
    private final JsonParser parser;
    private final JsonNodeFactory nodes;
    private int room;

    private JsonTree(JsonParser parser, JsonNodeFactory nodes, int most) {
        this.parser = parser;
        this.nodes = nodes;
        room = most;
    }

    /**
     * The value that the parser's current token begins; the parser's own bound on depth holds.
     *
     * @param most values that the tree may hold, itself among them
     * @throws StreamConstraintsException when it holds more
     */
    static JsonNode read(JsonParser parser, int most) throws IOException {
        return read(parser, JsonNodeFactory.instance, most);
    }

    /**
     * As {@link #read(JsonParser, int)}.
     *
     * @param nodes makes what the tree consists of
     */
    static JsonNode read(JsonParser parser, JsonNodeFactory nodes, int most) throws IOException {
        return new JsonTree(parser, nodes, most).value();
    }

    private JsonNode value() throws IOException {
        if (room-- == 0) {
            throw new StreamConstraintsException("too many values", parser.currentLocation());
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private JsonNode whole() throws IOException {
        return switch (parser.getNumberType()) {
            case BIG_INTEGER -> nodes.numberNode(parser.getBigIntegerValue());
            case INT, LONG, FLOAT, DOUBLE, BIG_DECIMAL -> nodes.numberNode(parser.getLongValue());
        };
    }
}
