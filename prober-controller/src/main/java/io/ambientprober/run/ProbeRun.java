package io.ambientprober.run;

import io.ambientprober.api.Observations;
import io.ambientprober.canary.RunKey;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.Survey;
import io.ambientprober.run.Site.Surveyed;
import io.ambientprober.run.StopAgents.Stopped;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.Provenance;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of a run, from survey to clean-up. Whatever fails, what was made is taken away again. A failure of the clean-up itself is
 * suppressed in the failure before it, and takes nothing from what was learned. The control brackets everything else, and agents capture before the
 * first canary of any kind is sent.
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
        EvidenceStore NOWHERE = (agent, tap) -> List.of();

        /**
         * Keeps those of a tap.
         *
         * @return SHA-256 of each file that was kept, in hexadecimal digits
         */
        List<String> keep(Agent agent, Tap tap) throws SiteException;
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
     * Probes once. What was made stays until {@link #cleanUp()} is called; after a failure it is taken away at once.
     *
     * @throws SiteException when nothing could be judged; what befell a path is in the record instead
     */
    public RunRecord probe() throws SiteException {
        try {
            return learned(new Deadline(nanoTime, options.timeout()));
        } catch (SiteException | RuntimeException | Error e) {
            SiteException left = cleanUp();
            if (left != null) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private RunRecord learned(Deadline deadline) throws SiteException {
        Parallel<SiteException> parallel = new Parallel<>(options.concurrency(), SiteException::interrupted);
        Surveyed surveyed = steps.step(Step.SURVEY, site::survey);
        Survey survey = surveyed.survey();
        if (survey.nodes().isEmpty()) {
            throw new SiteException("no node can be probed: none is ready and chosen");
        }
        Coverage coverage = Coverage.ring(survey.nodes(), surveyed.ways(), surveyed.pairsWithinNodes());
        Ready ready = steps.step(
                Step.SERVERS, () -> surveyed.deploy(coverage, deadline.left()).ready(deadline.left()));
        Settling settling = new Settling(nanoTime, options.settle());
        List<PathDraft> drafts = DraftPaths.of(coverage, ready.servers(), options);
        Prepared prepared = prepared(deadline, parallel, survey.nodes(), ready, drafts, settling);
        List<Agent> agents = prepared.agents();
        List<ProbePath> paths = steps.step(
                Step.CANARIES, () -> new RunClients(ready, run, options, deadline, parallel, notes).call(drafts));
        Stopped stopped = steps.step(
                Step.CAPTURES, () -> new StopAgents(deadline, parallel, listener).call(agents, clients(paths)));
        List<Observations> seen = stopped.seen();
        Map<String, List<String>> sums = keepEvidence(agents, seen);
        List<ProbePath> counted =
                new DiscountLostServers(ready, listener, notes).call(stopped.silentNodes(), drafts, paths);
        List<ProbePath> checked = prepared.handshakes().of(drafts, counted);
        MeshStatements statements = steps.step(Step.MESH_STATE, () -> ready.statements(checked, deadline.left()));
        Plan plan = plan(checked, seen.stream().map(Observations::tap).toList());
        return new RunRecord(
                plan,
                seen.stream().map(Observations::evidence).toList(),
                TenantRecord.NOT_ASKED,
                survey.causes(),
                survey.environment(),
                survey.leftOut(),
                statements,
                notes.kept(),
                sums,
                Provenance.UNKNOWN);
    }

    private record Prepared(List<Agent> agents, CheckedHandshakes handshakes) {}

    /** What has to be there before the first canary, side by side. */
    private Prepared prepared(
            Deadline deadline,
            Parallel<SiteException> parallel,
            List<String> nodes,
            Ready ready,
            List<PathDraft> drafts,
            Settling settling)
            throws SiteException {
        Plan armed = plan(drafts.stream().map(PathDraft::withoutClient).toList(), List.of());
        AtomicReference<List<Agent>> agents = new AtomicReference<>(List.of());
        AtomicReference<CheckedHandshakes> handshakes = new AtomicReference<>();
        List<Parallel.Work<SiteException>> works = new ArrayList<>();
        works.add(() ->
                agents.set(steps.step(Step.AGENTS, () -> new ArmAgents(ready, deadline, parallel).call(nodes, armed))));
        works.add(() -> handshakes.set(
                steps.step(Step.HANDSHAKES, () -> new CheckHandshakes(ready, deadline, listener, notes).call())));
        if (options.policies()) {
            works.add(() -> steps.step(Step.POLICIES, () -> {
                ready.enforcePolicies(deadline.left());
                return true;
            }));
        }
        works.add(() -> steps.step(Step.SETTLE, () -> {
            settling.await(deadline.left());
            return true;
        }));
        new Parallel<>(works.size(), SiteException::interrupted).all(works);
        return new Prepared(agents.get(), handshakes.get());
    }

    private static Set<IpAddress> clients(List<ProbePath> paths) {
        return paths.stream().flatMap(path -> path.client().ips().stream()).collect(Collectors.toSet());
    }

    private Plan plan(List<ProbePath> paths, List<Tap> taps) {
        return new Plan(run, Plan.HBONE_PORT, options.policies(), paths, taps);
    }

    /** By tap. */
    private Map<String, List<String>> keepEvidence(List<Agent> agents, List<Observations> seen) {
        Map<String, List<String>> sums = new HashMap<>();
        for (int i = 0; i < agents.size(); i++) {
            Tap tap = seen.get(i).tap();
            try {
                sums.put(tap.id(), store.keep(agents.get(i), tap));
            } catch (SiteException e) {
                listener.event(new RunEvent.Note(
                        "the evidence of node " + agents.get(i).node() + " was not kept: " + e.getMessage()));
            }
        }
        return sums;
    }

    /**
     * Takes away what was made. Goes on through an interrupt, which is what may have brought it about.
     *
     * @return why not everything was taken away; null when it was
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
