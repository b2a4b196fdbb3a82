package io.ambientprober.lab.fault;

import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.run.ProbeRun;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Step;
import io.ambientprober.verdict.FailOn;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;

/** A lab and one run in it. At the beginning of a step it says so, and waits for a line; it ends with the exit code of the command. */
final class LoneRun {
    static final String BEGAN = "began";

    private LoneRun() {}

    /** @param args the step, and the folder of AOT caches or nothing */
    static void main(String[] args) throws IOException {
        Step step = Step.valueOf(args[0]);
        Jvms jvms = args[1].isEmpty() ? Jvms.withoutCaches() : Jvms.startingFrom(Path.of(args[1]));
        Ending ending;
        try (Lab lab = Lab.open(jvms)) {
            ending = run(lab, step);
        }
        System.exit(ending.exitCode());
    }

    private static Ending run(Lab lab, Step step) throws IOException {
        ProbeRun run = new ProbeRun(
                new LabSite(lab, TryWithin.traits(Set.of())),
                TryWithin.OPTIONS,
                ProbeRun.EvidenceStore.NOWHERE,
                event -> follow(event, step),
                new SecureRandom(),
                System::nanoTime);
        try {
            Report report = Judgement.of(run.probe(), FailOn.FAIL);
            SiteException left = run.cleanUp();
            if (left != null) {
                System.err.println(left.getMessage());
                return Ending.NO_VERDICT;
            }
            Ending.failures(report).forEach(reason -> System.out.println("failed: " + reason));
            return Ending.of(report);
        } catch (SiteException e) {
            System.err.println(e.getMessage());
            return Ending.NO_VERDICT;
        }
    }

    private static void follow(RunEvent event, Step step) {
        switch (event) {
            case RunEvent.StepBegan began
            when began.step() == step -> {
                System.out.println(BEGAN);
                awaitLine();
            }
            case RunEvent.Note note -> System.out.println(note.text());
            case RunEvent.PathNote note -> System.out.println(note.line());
            default -> {
                // nothing of it is news here
            }
        }
    }

    private static void awaitLine() {
        try {
            System.in.read();
        } catch (IOException e) {
            // What was to be struck is gone.
        }
    }
}
