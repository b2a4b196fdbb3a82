package io.ambientprober.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with lists that are too long for one tree. Each of their rows is a tree of its own, forgotten once it is read. It can be read
 * several times, which a pipe cannot.
 */
public final class JsonRows {
    /** A report of 5,000 nodes has a quarter of it. */
    private static final long MAX_BYTES = 1L << 30;

    /** Of a row, and of all that is in no row. */
    private static final int MAX_VALUES = 5_000_000;

    private final Path file;
    private final byte @Nullable [] bytes;

    private JsonRows(Path file, byte @Nullable [] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** What becomes of a row. */
    public interface Row {
        /** Rows of a list that is of no interest now. */
        Row SKIPPED = (name, field) -> {};

        /** @param name of the field, where the list is an object; otherwise its number */
        void read(String name, JsonField field) throws PlanFormatException;
    }

    public static JsonRows of(Path file) throws PlanFormatException {
        boolean again = Files.isRegularFile(file) || !Files.exists(file);
        return new JsonRows(file, again ? null : JsonFile.bytes(file));
    }

    /**
     * Reads all of it.
     *
     * @param rows for the lists that have rows, by their pointers
     * @return the rest, in which these lists are empty
     */
    public JsonField read(Map<String, Row> rows) throws PlanFormatException {
        return bytes == null
                ? JsonFile.opened(file, in -> read(in, rows))
                : JsonFile.opened(file, ignored -> read(new ByteArrayInputStream(bytes), rows));
    }

    private JsonField read(InputStream in, Map<String, Row> rows) throws IOException {
        try (JsonParser parser = JsonFile.JSON.createParser(in)) {
            return new Pass(parser, rows).root();
        }
    }

    /** Once through it. */
    private final class Pass {
        private final JsonParser parser;
        private final Map<String, Row> rows;

        Pass(JsonParser parser, Map<String, Row> rows) {
            this.parser = parser;
            this.rows = rows;
        }

        JsonField root() throws IOException {
            try {
                if (parser.nextToken() == null) {
                    throw new PlanFormatException(file.toString(), "", "is empty");
                }
                JsonField root = new JsonField(file.toString(), "", value(""));
                if (parser.nextToken() != null) {
                    throw new PlanFormatException(
                            file.toString(), "", JsonFile.place(parser) + "there is more than one JSON value");
                }
                return root;
            } catch (JsonProcessingException e) {
                throw JsonFile.malformed(file.toString(), parser, e);
            }
        }

        private JsonNode value(String pointer) throws IOException {
            Row row = rows.get(pointer);
            JsonToken token = parser.currentToken();
            if (row != null && token == JsonToken.START_OBJECT) {
                fields(pointer, row);
                return JsonNodeFactory.instance.objectNode();
            }
            if (row != null && token == JsonToken.START_ARRAY) {
                elements(pointer, row);
                return JsonNodeFactory.instance.arrayNode();
            }
            boolean hasRows = rows.keySet().stream().anyMatch(list -> list.startsWith(pointer + "/"));
            return hasRows && token == JsonToken.START_OBJECT ? object(pointer) : JsonTree.read(parser, MAX_VALUES);
        }

        private ObjectNode object(String pointer) throws IOException {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                object.set(name, value(JsonField.below(pointer, name)));
            }
            return object;
        }

        private void fields(String pointer, Row row) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                row(name, JsonField.below(pointer, name), row);
            }
        }

        private void elements(String pointer, Row row) throws IOException {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                row(String.valueOf(i), pointer + "/" + i, row);
            }
        }

        private void row(String name, String pointer, Row row) throws IOException {
            if (row.equals(Row.SKIPPED)) {
                parser.skipChildren();
            } else {
                row.read(name, new JsonField(file.toString(), pointer, JsonTree.read(parser, MAX_VALUES)));
            }
            if (parser.currentLocation().getByteOffset() > MAX_BYTES) {
                throw new StreamConstraintsException("longer than 1 GiB", parser.currentLocation());
            }
        }
    }
}
