package io.ambientprober.lab.scenario;

import io.ambientprober.evidence.RunRecord;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.Trait;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.run.ProbeRun;
import io.ambientprober.run.Question;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.RunOptions;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import io.ambientprober.verdict.FailOn;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios in a lab through the recipe that runs in clusters too.
 *
 * @param evidence where plans and captures are kept, in a folder for each scenario; null for nowhere
 * @param sites makes the site of a run
 */
public record ScenarioRunner(Lab lab, @Nullable Path evidence, RunEvent.Listener listener, SiteMaker sites) {
    /** {@code LabSite::new}, or what differs from it a little. */
    public interface SiteMaker {
        Site make(Lab lab, Set<Trait> traits);
    }

    private static final int CONNECTIONS = 4;
    private static final int BYTES = 16_384;
    private static final int CONCURRENCY = 8;

    /** Tenants send much more often. */
    private static final Duration FLOWS_FOR = Duration.ofSeconds(1);

    public ScenarioResult run(Scenario scenario) throws SiteException, IOException {
        long began = System.nanoTime();
        Site site = sites.make(lab, scenario.traits());
        KeptEvidence kept = evidence == null ? null : KeptEvidence.in(evidence.resolve(scenario.name()));
        ProbeRun run = new ProbeRun(
                site,
                options(scenario),
                kept == null ? ProbeRun.EvidenceStore.NOWHERE : kept,
                listener,
                new SecureRandom(),
                System::nanoTime);
        RunRecord learned = run.probe();
        SiteException leftBehind = run.cleanUp();
        if (leftBehind != null) {
            throw leftBehind;
        }
        if (kept != null) {
            kept.write(learned.plan());
        }
        Report report = Judgement.of(learned, FailOn.FAIL);
        return new ScenarioResult(scenario, report, Duration.ofNanos(System.nanoTime() - began));
    }

    private static RunOptions options(Scenario scenario) {
        return new RunOptions(
                asked(scenario),
                FLOWS_FOR,
                CONNECTIONS,
                BYTES,
                scenario.traits().contains(Trait.POLICIES),
                CONCURRENCY,
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ZERO);
    }

    private static Set<Question> asked(Scenario scenario) {
        Set<Question> asked = EnumSet.noneOf(Question.class);
        if (scenario.paths() != null) {
            asked.add(Question.CANARIES);
        }
        if (scenario.tenants() != null) {
            asked.add(Question.PODS);
            asked.add(Question.FLOWS);
        }
        return asked;
    }
}
