package io.ambientprober.report.text;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** The paths of a table, failures first. */
final class PathSection {
    private final List<Cause> causes;
    private final Detail detail;
    private final Page page;

    private PathSection(List<Cause> causes, Detail detail, Page page) {
        this.causes = causes;
        this.detail = detail;
        this.page = page;
    }

    static void print(Report report, Detail detail, Listing listing, Page page) {
        List<PathReport> shown = Severity.sorted(report.paths()).stream()
                .filter(path -> listing == Listing.EVERY_PATH || Severity.needsAttention(path))
                .toList();
        if (!shown.isEmpty()) {
            page.heading("paths of run " + report.runKey());
            shown.forEach(new PathSection(report.causes(), detail, page)::path);
        }
    }

    private void path(PathReport path) {
        PathVerdict verdict = path.verdict();
        VerdictLook look = Severity.of(verdict);
        String title = verdict.path().name() + " (" + verdict.path().id() + ")";
        if (detail == Detail.WIDE) {
            page.marked(look, title);
            verdict.rulings().forEach(ruling -> inFull(ruling, verdict));
            PathDetails.print(path, page);
        } else if (!look.needsAttention() && everyCanaryWasAnswered(verdict)) {
            page.marked(look, title + ": " + inBrief(verdict));
        } else {
            page.marked(look, title);
            judged(verdict).forEach(ruling -> asNeeded(ruling, verdict));
        }
    }

    private void asNeeded(Ruling<?> ruling, PathVerdict verdict) {
        if (VerdictLook.of(ruling.verdict()).needsAttention()) {
            inFull(ruling, verdict);
            return;
        }
        page.line(1, ReasonText.question(ruling.reason()) + ": " + RulingLines.words(ruling));
        if (!everyCanaryWasAnswered(verdict)) {
            ruling.findings().forEach(finding -> page.line(2, finding));
        }
    }

    /** Otherwise a good verdict is about some of them only, which its findings say. */
    private static boolean everyCanaryWasAnswered(PathVerdict verdict) {
        CanaryOutcome outcome = verdict.path().outcome();
        return outcome != null && outcome.delivered() >= verdict.path().canary().connections();
    }

    private void inFull(Ruling<?> ruling, PathVerdict verdict) {
        RulingLines.inFull(ruling, LikelyCauses.of(causes, verdict.path(), ruling), page);
    }

    private static List<Ruling<?>> judged(PathVerdict verdict) {
        return verdict.rulings()
                .filter(ruling -> ruling.verdict() != Verdict.NOT_JUDGED)
                .collect(Collectors.toList());
    }

    private static String inBrief(PathVerdict verdict) {
        return judged(verdict).stream()
                .map(ruling -> ReasonText.question(ruling.reason()) + " " + RulingLines.words(ruling))
                .collect(Collectors.joining(", "));
    }
}
