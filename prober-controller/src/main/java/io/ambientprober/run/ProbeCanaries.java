package io.ambientprober.run;

import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.ProbeRun.EvidenceStore;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.StopAgents.Stopped;
import io.ambientprober.statement.MeshStatements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends canaries while agents capture. The control brackets everything else, and agents capture before the first canary of any kind is
 * sent.
 */
final class ProbeCanaries {
    private final RunCourse course;
    private final Ready ready;
    private final RunAgents agents;
    private final EvidenceStore store;

    ProbeCanaries(RunCourse course, Ready ready, RunAgents agents, EvidenceStore store) {
        this.course = course;
        this.ready = ready;
        this.agents = agents;
        this.store = store;
    }

    /**
     * What came of them.
     *
     * @param sums of what was kept, by tap
     */
    record Probed(
            List<ProbePath> paths,
            List<KeptObservations> seen,
            MeshStatements statements,
            Map<String, List<String>> sums) {
        /** Of a run that sends none. */
        static final Probed NOTHING = new Probed(List.of(), List.of(), MeshStatements.NONE, Map.of());
    }

    /** @param tenants asked about meanwhile */
    Probed call(Coverage coverage, AskTenants tenants) throws SiteException {
        Settling settling = new Settling(course.nanoTime(), course.options().settle());
        List<PathDraft> drafts = DraftPaths.of(coverage, ready.servers(), course.options());
        Prepared prepared = prepared(drafts, settling);
        List<Agent> armed = prepared.agents();
        tenants.count();
        List<ProbePath> paths = course.steps()
                .step(
                        Step.CANARIES,
                        () -> new RunClients(
                                        ready,
                                        course.run(),
                                        course.options(),
                                        course.deadline(),
                                        course.parallel(),
                                        course.notes())
                                .call(drafts));
        Stopped stopped = course.steps()
                .step(
                        Step.CAPTURES,
                        () -> new StopAgents(course.deadline(), course.parallel(), course.listener())
                                .call(armed, paths));
        stopped.silentNodes().forEach(node -> agents.lose(node, "the agent of node " + node + " was lost"));
        Map<String, List<String>> sums = keepEvidence(armed, stopped);
        List<ProbePath> counted = new DiscountLostServers(ready, course.listener(), course.notes())
                .call(stopped.silentNodes(), drafts, paths);
        List<ProbePath> checked = prepared.handshakes().of(drafts, counted);
        MeshStatements statements = tenants.askMesh(ready, checked);
        tenants.endCount();
        return new Probed(checked, stopped.seen(), statements, sums);
    }

    private record Prepared(List<Agent> agents, CheckedHandshakes handshakes) {}

    /** What has to be there before the first canary, side by side. */
    private Prepared prepared(List<PathDraft> drafts, Settling settling) throws SiteException {
        Plan plan = new Plan(
                course.run(),
                Plan.HBONE_PORT,
                course.options().policies(),
                drafts.stream().map(PathDraft::withoutClient).toList(),
                List.of());
        AtomicReference<List<Agent>> armed = new AtomicReference<>(List.of());
        AtomicReference<CheckedHandshakes> handshakes = new AtomicReference<>();
        Steps steps = course.steps();
        List<Parallel.Work<SiteException>> works = new ArrayList<>();
        works.add(() -> armed.set(steps.step(Step.AGENTS, () -> new ArmAgents(agents, course.parallel()).call(plan))));
        works.add(() -> handshakes.set(steps.step(
                Step.HANDSHAKES,
                () -> new CheckHandshakes(ready, course.deadline(), course.listener(), course.notes()).call())));
        if (course.options().policies()) {
            works.add(() -> steps.step(Step.POLICIES, () -> {
                ready.enforcePolicies(course.deadline().left());
                return true;
            }));
        }
        works.add(() -> steps.step(Step.SETTLE, () -> {
            settling.await(course.deadline().left());
            return true;
        }));
        new Parallel<>(works.size(), SiteException::interrupted).all(works);
        return new Prepared(armed.get(), handshakes.get());
    }

    /** By tap. A silent agent is not waited for again. */
    private Map<String, List<String>> keepEvidence(List<Agent> armed, Stopped stopped) {
        Map<String, List<String>> sums = new HashMap<>();
        for (int i = 0; i < armed.size(); i++) {
            Agent agent = armed.get(i);
            if (!stopped.silentNodes().contains(agent.node())) {
                keepEvidence(agent, stopped.seen().get(i).tap(), sums);
            }
        }
        return sums;
    }

    private void keepEvidence(Agent agent, Tap tap, Map<String, List<String>> sums) {
        try {
            sums.put(tap.id(), store.keep(agent, tap, course.deadline().left()));
        } catch (SiteException e) {
            course.note("the evidence of node " + agent.node() + " was not kept: " + e.getMessage());
        }
    }
}
