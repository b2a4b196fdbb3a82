package io.ambientprober.report.text;

import io.ambientprober.report.model.ReportDiff;
import io.ambientprober.report.model.ReportDiff.Change;
import io.ambientprober.report.model.ReportDiff.Kind;
import java.util.ArrayList;
import java.util.List;

/** What changed between two reports, for people: a heading for each kind that there is, and a line that sums it up. */
public final class DiffTable {
    private DiffTable() {}

    public static String of(ReportDiff diff, Style style) {
        Page page = new Page(style);
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Change> those = diff.changes().stream()
                    .filter(change -> change.kind() == kind)
                    .toList();
            counts.add(those.size() + " " + kind.heading());
            if (!those.isEmpty()) {
                page.heading(kind.heading());
                those.forEach(change -> page.marked(
                        kind.look(),
                        change.what() + ", " + change.question() + ": " + change.before() + " -> " + change.after()));
            }
        }
        page.gap();
        page.line(0, String.join(", ", counts));
        return page.toString();
    }
}
