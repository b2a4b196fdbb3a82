package io.ambientprober.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambientprober.wire.IpAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value in a JSON file that knows where it stands, so that every complaint about it can say so. */
public record JsonField(String file, String pointer, JsonNode node) {
    private static final int MAX_QUOTED = 60;

    /** How a value is made from a field. */
    public interface Reading<T> {
        T from(JsonField field) throws PlanFormatException;
    }

    public JsonField get(String name) throws PlanFormatException {
        JsonField field = find(name);
        if (field == null) {
            throw new PlanFormatException(file, below(pointer, name), "is missing");
        }
        return field;
    }

    /** Null when there is no such field; a field whose value is null is a field. */
    @Nullable
    public JsonField find(String name) throws PlanFormatException {
        if (!node.isObject()) {
            throw isNot("an object");
        }
        return node.has(name) ? new JsonField(file, below(pointer, name), node.path(name)) : null;
    }

    public <T> @Nullable T orNull(Reading<T> reading) throws PlanFormatException {
        return node.isNull() ? null : reading.from(this);
    }

    public <T> List<T> list(Reading<T> reading) throws PlanFormatException {
        if (!node.isArray()) {
            throw isNot("an array");
        }
        List<T> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            values.add(reading.from(new JsonField(file, pointer + "/" + i, node.path(i))));
        }
        return values;
    }

    /** The fields of an object by name, in their order. */
    public Map<String, JsonField> fields() throws PlanFormatException {
        if (!node.isObject()) {
            throw isNot("an object");
        }
        Map<String, JsonField> fields = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> fields.put(
                        field.getKey(), new JsonField(file, below(pointer, field.getKey()), field.getValue())));
        return fields;
    }

    public String text() throws PlanFormatException {
        if (!node.isTextual()) {
            throw isNot("a string");
        }
        String text = node.textValue();
        if (hasLoneSurrogate(text)) {
            throw isNot("well-formed Unicode text");
        }
        return text;
    }

    public boolean bool() throws PlanFormatException {
        if (!node.isBoolean()) {
            throw isNot("true or false");
        }
        return node.booleanValue();
    }

    public long whole(long min, long max) throws PlanFormatException {
        if (!node.isIntegralNumber()) {
            throw isNot("a whole number");
        }
        if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw isNot("between " + min + " and " + max);
        }
        return node.longValue();
    }

    /** A whole number that is not negative. */
    public long natural() throws PlanFormatException {
        return whole(0, Long.MAX_VALUE);
    }

    public int count() throws PlanFormatException {
        return (int) whole(0, Integer.MAX_VALUE);
    }

    public int port() throws PlanFormatException {
        return (int) whole(1, 65535);
    }

    /** A literal; a name is none. */
    public IpAddress address() throws PlanFormatException {
        IpAddress address = IpLiteral.parse(text());
        if (address == null) {
            throw isNot("an IP address");
        }
        return address;
    }

    /** As ISO 8601 has it, in UTC. */
    public Instant time() throws PlanFormatException {
        try {
            return Instant.parse(text());
        } catch (DateTimeException e) {
            throw isNot("a time such as 2026-11-24T12:00:00Z");
        }
    }

    /**
     * The one of some values that the text is the word for.
     *
     * @param what they are, as complaints say it
     */
    public <T> T oneOf(T[] values, Function<T, String> word, String what) throws PlanFormatException {
        String text = text();
        return Stream.of(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> isNot(what));
    }

    public PlanFormatException isNot(String wanted) {
        return complaint(quoted() + " is not " + wanted);
    }

    public PlanFormatException complaint(String reason) {
        return new PlanFormatException(file, pointer, reason);
    }

    private String quoted() {
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "an array";
        }
        String json = node.toString();
        return json.length() <= MAX_QUOTED ? json : json.substring(0, MAX_QUOTED) + "...";
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** RFC 6901, section 3. */
    static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
