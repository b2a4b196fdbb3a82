package io.ambientprober.report;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.Report.PathReport;
import io.ambientprober.report.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Judge;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The end of every run, live or offline: a plan and what the taps saw of it become a report. */
public final class Judgement {
    private Judgement() {}

    /**
     * Judges the captures beside a plan.
     *
     * @throws IOException when the plan or a capture cannot be read; then nothing was judged
     */
    public static Report ofCaptures(Path planFile, VxlanPorts vxlanPorts) throws IOException {
        Plan plan = PlanFile.read(planFile);
        List<NodeEvidence> nodes = Analysis.read(plan, planFile.resolveSibling(""), vxlanPorts);
        return of(plan, nodes, List.of(), Map.of());
    }

    public static Report of(Plan plan, List<NodeEvidence> nodes, List<Cause> causes, Map<String, String> environment) {
        Map<String, PathEvidence> evidence = Correlation.of(plan, nodes);
        List<PathReport> paths = plan.paths().stream()
                .map(path -> judged(plan, path, Objects.requireNonNull(evidence.get(path.id()))))
                .toList();
        List<PathVerdict> verdicts = paths.stream().map(PathReport::verdict).toList();
        return new Report(Judge.judge(verdicts), plan.run(), paths, taps(plan, nodes), causes, environment);
    }

    private static PathReport judged(Plan plan, ProbePath path, PathEvidence evidence) {
        return new PathReport(Judge.judge(plan, path, evidence), evidence);
    }

    private static List<TapReport> taps(Plan plan, List<NodeEvidence> nodes) {
        Map<String, TapReading> readings = nodes.stream()
                .flatMap(node -> node.taps().stream())
                .collect(Collectors.toMap(TapReading::tap, Function.identity()));
        return plan.taps().stream()
                .map(tap -> new TapReport(tap, readings.get(tap.id())))
                .toList();
    }
}
