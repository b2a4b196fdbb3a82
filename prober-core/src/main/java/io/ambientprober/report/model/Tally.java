package io.ambientprober.report.model;

import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.Ruling;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Paths, pods or flows that a reduced report counts and does not list: so many that were ruled alike. */
public record Tally(List<Reason> reasons, int rows) implements Ruled {
    public Tally {
        reasons = List.copyOf(reasons);
    }

    /** What these come to, failures first. */
    public static List<Tally> of(Collection<? extends Ruled> ruled) {
        Map<List<Reason>, Integer> rows = new LinkedHashMap<>();
        ruled.forEach(each -> rows.merge(reasons(each), each.rows(), Integer::sum));
        return Severity.sorted(rows.entrySet().stream()
                .map(entry -> new Tally(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static List<Reason> reasons(Ruled ruled) {
        return ruled.rulings().map(Ruling::reason).map(Reason.class::cast).toList();
    }

    static int rows(List<Tally> tallies) {
        return tallies.stream().mapToInt(Tally::rows).sum();
    }

    @Override
    public String id() {
        return reasons.stream().map(Reason::code).collect(Collectors.joining("+"));
    }

    /** For example {@code 14998: encryption PASS hbone, service path PASS service}. */
    @Override
    public String name() {
        return rows + ": "
                + reasons.stream()
                        .map(reason -> ReasonText.question(reason) + " " + reason.verdict() + " " + reason.code())
                        .collect(Collectors.joining(", "));
    }

    @Override
    public Stream<Ruling<?>> rulings() {
        return reasons.stream().map(reason -> new Ruling<>(reason, List.of()));
    }
}
