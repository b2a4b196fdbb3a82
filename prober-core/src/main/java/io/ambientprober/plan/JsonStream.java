package io.ambientprober.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A JSON object too long for one tree. Its fields are read one after another, in the order in which they were written and no other, and
 * each element of a list is a tree of its own, forgotten once it is read.
 */
public final class JsonStream implements AutoCloseable {
    /** Of a part: a ClientHello of 64 KiB offers at most 32,000 cipher suites. */
    private static final int MAX_VALUES = 50_000;

    private final String name;
    private final JsonParser parser;
    private final SharedTexts texts = new SharedTexts();
    /** Where the objects stand that are being read, the innermost first. */
    private final Deque<String> pointers = new ArrayDeque<>();

    /**
     * Begins to read.
     *
     * @param name what complaints call it
     * @param factory whose bounds hold, and which allows no field twice
     * @throws PlanFormatException when no object begins there
     */
    public JsonStream(String name, JsonFactory factory, byte[] json) throws IOException {
        this.name = name;
        parser = factory.createParser(json);
        if (next() != JsonToken.START_OBJECT) {
            throw new PlanFormatException(name, "", "is not an object");
        }
        pointers.push("");
    }

    /** Goes into the object that is the next field. */
    public void enter(String field) throws PlanFormatException {
        String pointer = to(field);
        require(JsonToken.START_OBJECT, pointer, "an object");
        pointers.push(pointer);
    }

    /** Goes out of an object that has no more fields. */
    public void leave() throws PlanFormatException {
        String pointer = pointers.pop();
        if (next() != JsonToken.END_OBJECT) {
            throw new PlanFormatException(name, pointer, "holds more than it may");
        }
    }

    /** The next field, as a whole. */
    public <T> T read(String field, JsonField.Reading<T> reading) throws PlanFormatException {
        String pointer = to(field);
        return value(pointer, reading);
    }

    /** The next field, which is an array. */
    public <T> List<T> list(String field, JsonField.Reading<T> reading) throws PlanFormatException {
        return list(field, Integer.MAX_VALUE, reading);
    }

    /** As {@link #list(String, JsonField.Reading)}, of so many elements at most. */
    public <T> List<T> list(String field, int most, JsonField.Reading<T> reading) throws PlanFormatException {
        String pointer = to(field);
        require(JsonToken.START_ARRAY, pointer, "an array");
        List<T> values = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            if (values.size() == most) {
                throw new PlanFormatException(name, pointer, "has more than " + most + " elements");
            }
            values.add(value(pointer + "/" + values.size(), reading));
        }
        return values;
    }

    /** Goes out of the whole, behind which there is nothing. */
    public void end() throws PlanFormatException {
        leave();
        if (next() != null) {
            throw new PlanFormatException(name, "", "there is more than one JSON value");
        }
    }

    private String to(String field) throws PlanFormatException {
        String pointer = pointers.getFirst() + "/" + field;
        if (next() != JsonToken.FIELD_NAME || !field.equals(fieldName())) {
            throw new PlanFormatException(name, pointer, "is missing");
        }
        next();
        return pointer;
    }

    private void require(JsonToken begin, String pointer, String wanted) throws PlanFormatException {
        if (parser.currentToken() != begin) {
            throw new PlanFormatException(name, pointer, "is not " + wanted);
        }
    }

    private <T> T value(String pointer, JsonField.Reading<T> reading) throws PlanFormatException {
        try {
            return reading.from(new JsonField(name, pointer, JsonTree.read(parser, texts, MAX_VALUES)));
        } catch (PlanFormatException e) {
            throw e;
        } catch (IOException e) {
            throw malformed(pointer, e);
        }
    }

    private String fieldName() throws PlanFormatException {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw malformed(pointers.getFirst(), e);
        }
    }

    private JsonToken next() throws PlanFormatException {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw malformed(pointers.isEmpty() ? "" : pointers.getFirst(), e);
        }
    }

    private PlanFormatException malformed(String pointer, IOException e) {
        String place = e instanceof JsonProcessingException ? JsonFile.place(parser) : "";
        return new PlanFormatException(name, pointer, place + JsonFile.reason(e));
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
