package io.ambientprober.report.model;

import io.ambientprober.report.model.ReportDiff.Change;
import io.ambientprober.report.model.ReportDiff.Kind;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a later report says less: a question that is not asked any more, or a smaller part of a kind. */
final class CoverageDiff {
    private CoverageDiff() {}

    static List<Change> between(Report before, Report after) {
        List<Change> lost = new ArrayList<>();
        String canaries = after.checks().noCanaries();
        if (before.checks().noCanaries() == null && canaries != null) {
            lost.add(new Change(Kind.COVERAGE_LOST, "canaries", "coverage", "asked", "not asked: " + canaries));
        }
        for (Map.Entry<String, Section<Share>> kind : before.coverage().kinds().entrySet()) {
            Section<Share> now = Objects.requireNonNull(after.coverage().kinds().get(kind.getKey()));
            if (kind.getValue() instanceof Asked<Share>(Share was) && isLess(was, now)) {
                lost.add(new Change(Kind.COVERAGE_LOST, kind.getKey(), "coverage", words(was), words(now)));
            }
        }
        return lost;
    }

    private static boolean isLess(Share was, Section<Share> section) {
        Share now = share(section);
        return now == null || (long) now.covered() * was.of() < (long) was.covered() * now.of();
    }

    private static @Nullable Share share(Section<Share> section) {
        return section instanceof Asked<Share>(Share share) ? share : null;
    }

    private static String words(Section<Share> section) {
        return switch (section) {
            case Asked<Share>(Share share) -> words(share);
            case NotAsked<Share>(String reason) -> "not asked: " + reason;
        };
    }

    private static String words(Share share) {
        return share.covered() + " of " + share.of();
    }
}
