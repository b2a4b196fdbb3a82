package io.ambientprober.report;

import io.ambientprober.report.model.Checks;
import io.ambientprober.report.model.CoverageReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import io.ambientprober.verdict.FailOn;
import java.util.List;
import java.util.Map;

/** A report with one thing about it changed. */
public record Revision(Report report) {
    public Report failingOn(FailOn failOn) {
        return of(failOn, report.paths(), report.taps(), report.causes(), report.leftOut(), report.provenance());
    }

    public Report of(List<PathReport> paths) {
        return of(report.failOn(), paths, report.taps(), report.causes(), report.leftOut(), report.provenance());
    }

    public Report with(Cause cause) {
        return of(
                report.failOn(), report.paths(), report.taps(), List.of(cause), report.leftOut(), report.provenance());
    }

    /** @param sums by tap */
    public Report summed(Map<String, List<String>> sums) {
        List<TapReport> taps = report.taps().stream()
                .map(tap -> new TapReport(
                        tap.tap(), tap.reading(), sums.getOrDefault(tap.tap().id(), List.of())))
                .toList();
        return of(report.failOn(), report.paths(), taps, report.causes(), report.leftOut(), report.provenance());
    }

    public Report tapped(List<TapReport> taps) {
        return of(report.failOn(), report.paths(), taps, report.causes(), report.leftOut(), report.provenance());
    }

    public Report leavingOut(String nodes) {
        return of(report.failOn(), report.paths(), report.taps(), report.causes(), nodes, report.provenance());
    }

    public Report from(Provenance provenance) {
        return of(report.failOn(), report.paths(), report.taps(), report.causes(), report.leftOut(), provenance);
    }

    /** As it is read from a file. */
    public Report reread() {
        Provenance was = report.provenance();
        return from(new Provenance(was.started(), was.ended(), was.command(), true));
    }

    public Report asking(Checks checks, CoverageReport coverage) {
        return new Report(
                report.runKey(),
                report.failOn(),
                report.paths(),
                checks,
                coverage,
                report.taps(),
                report.causes(),
                report.environment(),
                report.leftOut(),
                report.provenance(),
                report.abort());
    }

    private Report of(
            FailOn failOn,
            List<PathReport> paths,
            List<TapReport> taps,
            List<Cause> causes,
            String leftOut,
            Provenance provenance) {
        return new Report(
                report.runKey(),
                failOn,
                paths,
                report.checks(),
                report.coverage(),
                taps,
                causes,
                report.environment(),
                leftOut,
                provenance,
                report.abort());
    }
}
