package io.ambientprober.run;

import io.ambientprober.api.Observations;
import io.ambientprober.canary.RunKey;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.ProbeCanaries.Probed;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.Survey;
import io.ambientprober.run.Site.Surveyed;
import io.ambientprober.statement.Provenance;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of a run, from survey to clean-up. Whatever fails, what was made is removed again. A failure of the clean-up itself is
 * suppressed in the failure before it, and takes nothing from what was learned.
 */
public final class ProbeRun {
    private final String run;
    private final Site site;
    private final RunOptions options;
    private final EvidenceStore store;
    private final RunEvent.Listener listener;
    private final LongSupplier nanoTime;
    private final Steps steps;
    private final RunNotes notes;

    /** Where the packets kept as evidence go. */
    public interface EvidenceStore {
        EvidenceStore NOWHERE = (agent, tap, timeout) -> List.of();

        /**
         * Keeps those of a tap.
         *
         * @return SHA-256 of each file that was kept, in hexadecimal digits
         */
        List<String> keep(Agent agent, Tap tap, Duration timeout) throws SiteException;
    }

    /**
     * A run of its own.
     *
     * @param random where the run key comes from: cryptographically secure
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public ProbeRun(
            Site site,
            RunOptions options,
            EvidenceStore store,
            RunEvent.Listener listener,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this(RunKey.next(random), site, options, store, listener, nanoTime);
    }

    /**
     * A run whose key its site knows already.
     *
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public ProbeRun(
            String run,
            Site site,
            RunOptions options,
            EvidenceStore store,
            RunEvent.Listener listener,
            LongSupplier nanoTime) {
        this.run = run;
        this.site = site;
        this.options = options;
        this.store = store;
        this.listener = listener;
        this.nanoTime = nanoTime;
        steps = new Steps(listener, nanoTime);
        notes = new RunNotes(listener);
    }

    /**
     * Probes once. What was made stays until {@link #cleanUp()} is called; after a failure it is removed at once.
     *
     * @throws SiteException when nothing could be judged; what happened to a path is in the record instead
     */
    public RunRecord probe() throws SiteException {
        try {
            RunRecord learned = learned(new Deadline(nanoTime, options.timeout().plus(options.flowsFor())));
            site.letGo();
            return learned;
        } catch (SiteException | RuntimeException | Error e) {
            SiteException left = cleanUp();
            if (left != null) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private RunRecord learned(Deadline deadline) throws SiteException {
        Surveyed surveyed = steps.step(Step.SURVEY, site::survey);
        Survey survey = surveyed.survey();
        listener.event(new RunEvent.Surveyed(survey));
        if (survey.nodes().isEmpty()) {
            throw new SiteException("no node can be probed: none is ready and chosen");
        }
        boolean canaries = options.asks(Question.CANARIES);
        Coverage coverage = canaries
                ? Coverage.of(survey.nodes(), surveyed.namespaces(), surveyed.ways(), surveyed.pairsWithinNodes())
                        .with(surveyed.inPods(), survey.nodes())
                : Coverage.NONE;
        Ready ready = steps.step(
                Step.SERVERS, () -> surveyed.deploy(coverage, deadline.left()).ready(deadline.left()));
        Parallel<SiteException> parallel = new Parallel<>(options.concurrency(), SiteException::interrupted);
        RunCourse course = new RunCourse(run, options, deadline, parallel, steps, notes, listener, nanoTime);
        try (RunAgents agents = RunAgents.begin(ready, survey.nodes(), deadline, options.concurrency());
                AskTenants tenants = AskTenants.begin(course, surveyed, agents)) {
            Probed probed = canaries
                    ? new ProbeCanaries(course, ready, agents, store).call(coverage, tenants)
                    : withoutCanaries(ready, tenants);
            return record(survey, probed, tenants.learned(probed.paths()));
        }
    }

    private static Probed withoutCanaries(Ready ready, AskTenants tenants) throws SiteException {
        tenants.count();
        tenants.askMesh(ready, List.of());
        tenants.endCount();
        return Probed.NOTHING;
    }

    private RunRecord record(Survey survey, Probed probed, TenantRecord tenants) {
        List<Observations> seen =
                probed.seen().stream().map(KeptObservations::observations).toList();
        List<Tap> taps = seen.stream().map(Observations::tap).toList();
        return new RunRecord(
                new Plan(run, Plan.HBONE_PORT, options.policies(), probed.paths(), taps),
                seen.stream().map(Observations::evidence).toList(),
                tenants,
                survey.causes(),
                survey.environment(),
                survey.leftOut(),
                probed.statements(),
                notes.kept(),
                probed.sums(),
                Provenance.UNKNOWN);
    }

    /**
     * Removes what was made. Goes on through an interrupt, which is what may have brought it about.
     *
     * @return why not everything was removed; null when it was
     */
    public @Nullable SiteException cleanUp() {
        boolean interrupted = Thread.interrupted();
        try {
            steps.step(Step.CLEAN_UP, () -> {
                site.cleanUp();
                return true;
            });
            return null;
        } catch (SiteException e) {
            return e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
