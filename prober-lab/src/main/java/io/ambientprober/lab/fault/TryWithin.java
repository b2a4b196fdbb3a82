package io.ambientprober.lab.fault;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.lab.fault.Fault.Within;
import io.ambientprober.lab.scenario.KeptEvidence;
import io.ambientprober.lab.scenario.Scenarios;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.lab.site.Trait;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.run.ProbeRun;
import io.ambientprober.run.Question;
import io.ambientprober.run.RunOptions;
import io.ambientprober.run.SiteException;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Strikes a run of this process, which asks everything of a healthy lab, and looks at how it ends and what it leaves. */
final class TryWithin {
    static final RunOptions OPTIONS = new RunOptions(
            EnumSet.allOf(Question.class),
            Duration.ofSeconds(1),
            4,
            16_384,
            true,
            8,
            Duration.ofMinutes(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ZERO);

    /** What a run may take from beginning to end: its time-out, what it counts, and its clean-up. */
    static final Duration LONGEST = OPTIONS.timeout().plus(OPTIONS.flowsFor()).plusSeconds(30);

    private final Lab lab;
    private final EvidenceDisk disk;
    private final Cell cell;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    TryWithin(Lab lab, EvidenceDisk disk, Cell cell) {
        this.lab = lab;
        this.disk = disk;
        this.cell = cell;
    }

    /** Of a healthy mesh. */
    static Set<Trait> traits(Set<Trait> more) {
        Set<Trait> traits =
                EnumSet.copyOf(Scenarios.named("healthy").orElseThrow().traits());
        traits.addAll(more);
        return traits;
    }

    CellResult call(Within how) throws IOException {
        Set<Trait> traits = traits(how.traits().apply(cell.step()));
        lab.prepare(traits);
        LabState before = LabState.of(lab);
        Path folder = disk.folder().resolve(cell.toString().replace('/', '-'));
        long began = System.nanoTime();
        Ending ending;
        try (Striker striker = new Striker(how, cell.step(), new StruckRun(lab, disk))) {
            KeptEvidence kept = KeptEvidence.in(folder);
            ProbeRun run = new ProbeRun(
                    new LabSite(lab, traits), OPTIONS, kept, striker, new SecureRandom(), System::nanoTime);
            ending = ending(run, kept, striker);
            said.addAll(striker.notes());
            if (!striker.hasStruck()) {
                wrong.add("the step never began");
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        LabState.of(lab).since(before).forEach(left -> wrong.add("left behind: " + left));
        return CellResult.of(cell, ending, took, LONGEST, said, wrong);
    }

    private Ending ending(ProbeRun run, KeptEvidence kept, Striker striker) {
        RunRecord learned;
        try {
            learned = run.probe();
        } catch (SiteException e) {
            said.add(String.valueOf(e.getMessage()));
            for (Throwable left : e.getSuppressed()) {
                wrong.add("clean-up: " + left.getMessage());
            }
            return Ending.NO_VERDICT;
        }
        Report report = Judgement.of(learned, FailOn.FAIL);
        Path plan = null;
        try {
            plan = kept.write(learned.plan());
        } catch (IOException e) {
            said.add("the evidence could not be written: " + e.getMessage());
        }
        SiteException left = run.cleanUp();
        if (left != null) {
            wrong.add("clean-up: " + left.getMessage());
        }
        if (plan == null) {
            return Ending.NO_VERDICT;
        }
        Ending ending = Ending.of(report);
        if (ending == Ending.FAIL || ending == Ending.NOT_DELIVERED) {
            said.add("failed: " + Ending.failures(report));
        }
        if (ending == Ending.PASS && striker.notes().stream().noneMatch(note -> note.contains(" was not kept: "))) {
            provedAgain(report, plan);
        }
        return ending;
    }

    /** A PASS rests on evidence that anybody can judge again, unless a note says that it was not kept. */
    private void provedAgain(Report live, Path plan) {
        try {
            Report again = Judgement.of(Analysis.ofPlan(plan, VxlanPorts.usual()), FailOn.FAIL);
            if (!reasons(again).equals(reasons(live))) {
                wrong.add("the evidence says otherwise: " + reasons(again));
            }
        } catch (IOException e) {
            wrong.add("the evidence cannot be judged: " + e.getMessage());
        }
    }

    private static Map<String, List<Reason>> reasons(Report report) {
        return report.paths().stream()
                .map(Report.PathReport::verdict)
                .collect(Collectors.toMap(
                        path -> path.path().id(),
                        path -> path.rulings().<Reason>map(Ruling::reason).toList()));
    }
}
