package io.ambientprober.agent.canary;

import io.ambientprober.wire.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sums attempts up: each address once, each failure once with its count. */
final class ExchangeTally {
    private static final int MAX_DISTINCT = 64;
    private static final int MAX_TEXT = 200;
    private static final String OTHERS = "other failures";

    private final SequencedMap<String, Integer> errors = new LinkedHashMap<>();

    ExchangeTally(List<CanaryAttempt> attempts) {
        attempts.stream().flatMap(attempt -> attempt.remarks().stream()).forEach(this::count);
    }

    List<String> errors() {
        return errors.entrySet().stream().map(ExchangeTally::line).toList();
    }

    static List<IpAddress> distinct(List<CanaryAttempt> attempts, Function<CanaryAttempt, @Nullable IpAddress> part) {
        return attempts.stream()
                .map(part)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MAX_DISTINCT)
                .toList();
    }

    private void count(String remark) {
        String text = plain(remark);
        errors.merge(errors.containsKey(text) || errors.size() < MAX_DISTINCT ? text : OTHERS, 1, Integer::sum);
    }

    private static String line(Map.Entry<String, Integer> error) {
        return error.getValue() == 1 ? error.getKey() : error.getKey() + " x" + error.getValue();
    }

    /** Readers print this on terminals: nothing but printable ASCII. */
    private static String plain(String text) {
        return text.substring(0, Math.min(text.length(), MAX_TEXT)).replaceAll("[^ -~]", "?");
    }
}
