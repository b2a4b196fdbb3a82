package io.ambientprober.report;

import io.ambientprober.evidence.TapReading;
import io.ambientprober.report.Report.TapReport;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When and how a report came about; kept in its environment.
 *
 * @param started null when unknown
 * @param ended null when unknown
 * @param command as a shell takes it; empty when unknown
 */
public record Occasion(@Nullable Instant started, @Nullable Instant ended, String command) {
    private static final String STARTED = "started";
    private static final String ENDED = "ended";
    private static final String COMMAND = "command";

    /** What the environment says, or else the time of the first and the last packet that was judged. */
    static Occasion of(Report report) {
        Map<String, String> noted = report.environment();
        List<TapReading> readings = report.taps().stream()
                .map(TapReport::reading)
                .filter(Objects::nonNull)
                .filter(reading -> reading.packets() > 0)
                .toList();
        Instant started = instant(noted.get(STARTED));
        Instant ended = instant(noted.get(ENDED));
        return new Occasion(
                started != null ? started : first(readings),
                ended != null ? ended : last(readings),
                noted.getOrDefault(COMMAND, ""));
    }

    /** For {@link Report#withEnvironment}. */
    public Map<String, String> noted() {
        Map<String, String> noted = new TreeMap<>();
        if (started != null) {
            noted.put(STARTED, started.toString());
        }
        if (ended != null) {
            noted.put(ENDED, ended.toString());
        }
        if (!command.isEmpty()) {
            noted.put(COMMAND, command);
        }
        return noted;
    }

    /** Whether an entry of an environment is one of these. */
    static boolean isNote(String name) {
        return name.equals(STARTED) || name.equals(ENDED) || name.equals(COMMAND);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant first(List<TapReading> readings) {
        return readings.isEmpty()
                ? null
                : Instant.ofEpochSecond(
                        0,
                        readings.stream()
                                .mapToLong(TapReading::firstNanos)
                                .min()
                                .getAsLong());
    }

    private static @Nullable Instant last(List<TapReading> readings) {
        return readings.isEmpty()
                ? null
                : Instant.ofEpochSecond(
                        0,
                        readings.stream().mapToLong(TapReading::lastNanos).max().getAsLong());
    }
}
