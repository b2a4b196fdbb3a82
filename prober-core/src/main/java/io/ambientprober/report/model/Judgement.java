package io.ambientprober.report.model;

import io.ambientprober.evidence.Correlation;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.RunNote;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.FlowJudge;
import io.ambientprober.verdict.Judge;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.PodJudge;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The end of every run, live or offline: what was learned becomes a report. */
public final class Judgement {
    private final RunRecord learned;
    private final Disagreements disagreements;

    private Judgement(RunRecord learned) {
        this.learned = learned;
        disagreements = new Disagreements(learned.statements());
    }

    /** The whole report; the same record gives the same report at any time and on any machine. */
    public static Report of(RunRecord learned, FailOn failOn) {
        Judgement judgement = new Judgement(learned);
        Checks checks = judgement.checks();
        return new Report(
                learned.plan().run(),
                failOn,
                judgement.paths(),
                checks,
                CoverageReport.of(learned.tenants(), checks),
                judgement.taps(),
                Stream.concat(learned.causes().stream(), learned.statements().unread().stream())
                        .toList(),
                learned.environment(),
                learned.leftOut(),
                learned.provenance(),
                null);
    }

    private List<PathReport> paths() {
        Map<String, PathEvidence> evidence = Correlation.of(learned.plan(), learned.nodes());
        return learned.plan().paths().stream()
                .map(path -> judged(path, Objects.requireNonNull(evidence.get(path.id()))))
                .toList();
    }

    private PathReport judged(ProbePath path, PathEvidence evidence) {
        PathVerdict verdict = Judge.judge(learned.plan(), path, evidence);
        Stream<String> notes = learned.notes().stream()
                .filter(note -> note.path().equals(path.id()))
                .map(RunNote::text);
        Stream<String> disagreeing = disagreements.of(path, verdict.encryption().reason()).stream();
        return new PathReport(verdict.beside(Stream.concat(notes, disagreeing).toList()), evidence);
    }

    private Checks checks() {
        TenantRecord tenants = learned.tenants();
        return new Checks(
                tenants.noCanaries(),
                tenants.pods().map(PodJudge::judge),
                tenants.flows().map(FlowJudge::judge));
    }

    private List<TapReport> taps() {
        Plan plan = learned.plan();
        Map<String, TapReading> readings = learned.nodes().stream()
                .map(NodeEvidence::taps)
                .flatMap(List::stream)
                .collect(Collectors.toMap(TapReading::tap, Function.identity()));
        return plan.taps().stream()
                .map(tap -> new TapReport(
                        tap, readings.get(tap.id()), learned.sums().getOrDefault(tap.id(), List.of())))
                .toList();
    }
}
