package io.ambientprober.cli;

import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.report.Revision;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.wire.VxlanPorts;
import java.nio.file.Path;
import java.util.List;

/** Comes to this report, whatever it reads. */
record Sampled(Report report) implements Analyzer {
    @Override
    public RunRecord read(Path planFile, VxlanPorts vxlanPorts) {
        List<NodeEvidence> nothing = List.of();
        return new RunRecord(
                new Plan(
                        report.runKey(),
                        15008,
                        false,
                        report.paths().stream()
                                .map(path -> path.verdict().path())
                                .toList(),
                        report.taps().stream().map(TapReport::tap).toList()),
                nothing);
    }

    @Override
    public Report judge(RunRecord learned, FailOn failOn) {
        Report summed = new Revision(report).summed(learned.sums());
        Report failing = new Revision(summed).failingOn(failOn);
        return new Revision(failing).from(learned.provenance());
    }
}
