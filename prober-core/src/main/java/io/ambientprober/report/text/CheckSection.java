package io.ambientprober.report.text;

import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.CheckedWords;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Checked;
import java.util.List;

/** What was asked beside the paths: a section for each question, what needs attention first, everything else counted. */
final class CheckSection {
    /** A table is read on one screen; report.json has all. */
    static final int MAX_ROWS = 20;

    private final List<Cause> causes;
    private final Detail detail;
    private final Page page;

    private CheckSection(List<Cause> causes, Detail detail, Page page) {
        this.causes = causes;
        this.detail = detail;
        this.page = page;
    }

    static void print(Report report, Detail detail, Page page) {
        CheckSection section = new CheckSection(report.causes(), detail, page);
        report.checks().asked().forEach(section::check);
        if (detail != Detail.SHORT) {
            section.outside(report);
            section.notCovered(report);
        }
    }

    private void check(Check check) {
        List<Checked> sorted = Severity.sorted(check.list());
        List<Checked> shown = sorted.stream()
                .filter(checked -> detail == Detail.WIDE || Severity.needsAttention(checked))
                .limit(MAX_ROWS)
                .toList();
        List<VerdictLook> rest = Severity.looks(sorted.subList(shown.size(), sorted.size()));
        if (shown.isEmpty() && (rest.isEmpty() || detail == Detail.SHORT)) {
            return;
        }
        page.heading(check.name());
        shown.forEach(this::row);
        if (!rest.isEmpty() && (detail != Detail.SHORT || rest.getFirst().needsAttention())) {
            page.marked(
                    Severity.worst(rest.stream()),
                    rest.size() + (shown.isEmpty() ? " " : " more ") + (rest.size() == 1 ? check.unit() : check.name())
                            + ": " + Severity.counts(rest));
        }
    }

    private void row(Checked checked) {
        page.marked(Severity.of(checked), checked.name());
        checked.rulings().forEach(ruling -> RulingLines.inFull(ruling, LikelyCauses.of(causes, checked, ruling), page));
        if (detail == Detail.WIDE) {
            CheckedWords.facts(checked).forEach(fact -> page.line(1, fact));
        }
    }

    private void outside(Report report) {
        listed(
                "from outside the mesh, which STRICT would refuse",
                CheckedWords.outside(report.checks().flowVerdicts().strictWouldRefuse()));
    }

    private void notCovered(Report report) {
        listed(
                "not covered",
                report.coverage().known().entrySet().stream()
                        .flatMap(kind -> kind.getValue().not().stream()
                                .map(gap -> kind.getKey() + ": " + gap.name() + ": " + gap.why()))
                        .toList());
    }

    private void listed(String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        page.heading(heading);
        lines.stream().limit(MAX_ROWS).forEach(line -> page.marked(VerdictLook.NOT_JUDGED, line));
        if (lines.size() > MAX_ROWS) {
            page.line(0, "and " + (lines.size() - MAX_ROWS) + " more, in report.json");
        }
    }
}
