package io.ambientprober.run;

import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.Agent.Observations;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Survey;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of a run, from survey to clean-up. Whatever fails, what was made is taken away again; a failure of the clean-up itself
 * is suppressed in the failure before it.
 */
public final class ProbeRun {
    /** HBONE's port in every released ztunnel (ztunnel, src/config.rs). */
    private static final int HBONE_PORT = 15008;

    private final Site site;
    private final RunOptions options;
    private final EvidenceStore store;
    private final RunEvent.Listener listener;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    /** Where the packets kept as evidence go. */
    public interface EvidenceStore {
        void keep(Agent agent, Tap tap) throws SiteException;
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
        this.site = site;
        this.options = options;
        this.store = store;
        this.listener = listener;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** What a run leaves behind: the plan with its outcomes, and what every node saw of it. */
    public record Result(Plan plan, List<NodeEvidence> nodes, Survey survey) {
        public Result {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Runs once.
     *
     * @throws SiteException when nothing could be judged; what was seen of a path that went wrong is in the result instead
     */
    public Result run() throws SiteException {
        Steps steps = new Steps(listener, nanoTime);
        SiteException failure = null;
        try {
            return probe(steps, new Deadline(nanoTime, options.timeout()));
        } catch (SiteException e) {
            failure = e;
            throw e;
        } finally {
            cleanUp(steps, failure);
        }
    }

    private Result probe(Steps steps, Deadline deadline) throws SiteException {
        Together together = new Together(options.concurrency());
        String run = RunKey.next(random);
        Survey survey = steps.step("survey", site::survey);
        if (survey.nodes().isEmpty()) {
            throw new SiteException("no node can be probed: none is ready and chosen");
        }
        Coverage coverage = Coverage.ring(survey.nodes());
        List<ServerPlace> servers =
                steps.step("servers", () -> site.deployServers(coverage.servers(), deadline.left()));
        List<PathDraft> drafts = DraftPaths.of(coverage, servers, options);
        Plan armed = plan(run, drafts.stream().map(PathDraft::withoutClient).toList(), List.of());
        List<Agent> agents =
                steps.step("agents", () -> new ArmAgents(site, deadline, together).call(survey.nodes(), armed));
        List<ProbePath> paths = steps.step(
                "canaries", () -> new RunClients(site, run, options, deadline, together, listener).call(drafts));
        List<Observations> seen =
                steps.step("captures", () -> new StopAgents(deadline, together, listener).call(agents));
        keepEvidence(agents, seen);
        Plan plan = plan(run, paths, seen.stream().map(Observations::tap).toList());
        return new Result(plan, seen.stream().map(Observations::evidence).toList(), survey);
    }

    private Plan plan(String run, List<ProbePath> paths, List<Tap> taps) {
        return new Plan(run, HBONE_PORT, options.policies(), paths, taps);
    }

    private void keepEvidence(List<Agent> agents, List<Observations> seen) {
        for (int i = 0; i < agents.size(); i++) {
            try {
                store.keep(agents.get(i), seen.get(i).tap());
            } catch (SiteException e) {
                listener.event(new RunEvent.Note(
                        "the evidence of node " + agents.get(i).node() + " was not kept: " + e.getMessage()));
            }
        }
    }

    private void cleanUp(Steps steps, @Nullable SiteException failure) throws SiteException {
        try {
            steps.step("clean-up", () -> {
                site.cleanUp();
                return true;
            });
        } catch (SiteException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }
}
