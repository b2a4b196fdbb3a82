package io.ambientprober.report.model;

import io.ambientprober.evidence.TapReading;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Of what time a report speaks: that of its run, or else of the first and the last packet that was judged.
 *
 * @param started null when unknown
 * @param ended null when unknown
 */
public record Period(@Nullable Instant started, @Nullable Instant ended) {
    public static Period of(Report report) {
        Provenance noted = report.provenance();
        List<TapReading> readings = report.taps().stream()
                .map(TapReport::reading)
                .filter(Objects::nonNull)
                .filter(reading -> reading.packets() > 0)
                .toList();
        return new Period(
                noted.started() != null ? noted.started() : first(readings),
                noted.ended() != null ? noted.ended() : last(readings));
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
