package io.ambientprober.lab.scale;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of a request. */
final class Query {
    private Query() {}

    static Map<String, String> of(@Nullable String query) {
        Map<String, String> fields = new HashMap<>();
        for (String field : query == null ? new String[0] : query.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    /** Of a field that may stand there several times, in their order. */
    static List<String> all(@Nullable String query, String name) {
        return query == null
                ? List.of()
                : Stream.of(query.split("&"))
                        .filter(field -> field.startsWith(name + "="))
                        .map(field -> URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .toList();
    }
}
