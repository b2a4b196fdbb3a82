package io.ambientprober.lab.fault;

import static io.ambientprober.lab.fault.Ending.INCONCLUSIVE;
import static io.ambientprober.lab.fault.Ending.KILLED;
import static io.ambientprober.lab.fault.Ending.NOT_DELIVERED;
import static io.ambientprober.lab.fault.Ending.NO_VERDICT;
import static io.ambientprober.lab.fault.Ending.PASS;
import static io.ambientprober.run.Step.AGENTS;
import static io.ambientprober.run.Step.CANARIES;
import static io.ambientprober.run.Step.CAPTURES;
import static io.ambientprober.run.Step.CLEAN_UP;
import static io.ambientprober.run.Step.FLOWS;
import static io.ambientprober.run.Step.HANDSHAKES;
import static io.ambientprober.run.Step.MESH_STATE;
import static io.ambientprober.run.Step.PODS;
import static io.ambientprober.run.Step.POLICIES;
import static io.ambientprober.run.Step.SERVERS;
import static io.ambientprober.run.Step.SETTLE;
import static io.ambientprober.run.Step.SURVEY;

import io.ambientprober.lab.fault.Fault.Alone;
import io.ambientprober.lab.fault.Fault.Lasts;
import io.ambientprober.lab.fault.Fault.Within;
import io.ambientprober.lab.site.FakeClock;
import io.ambientprober.lab.site.Trait;
import io.ambientprober.run.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The matrix. A PASS stands where all that a verdict rests on was there before the fault, or in spite of it. */
public final class Faults {
    private static final String GONE = "node-2";

    /** What all others are held against. */
    public static final Fault NOTHING = within(
            "nothing", "nothing is done: what all others are held against", Strikes.NONE, Endings.from(SURVEY, PASS));

    public static final List<Fault> ALL = List.of(
            NOTHING,
            within(
                    "agent-killed",
                    "SIGKILL to the agent of a node, as soon as there is one",
                    (run, undo) -> StruckRun.killOne("agent", "node-1", undo),
                    Endings.from(PODS, INCONCLUSIVE).then(CLEAN_UP, PASS)),
            within(
                    "client-killed",
                    "SIGKILL to the pod that sends canaries from a node, as soon as there is one",
                    (run, undo) -> StruckRun.killOne("client", "client-0", undo),
                    Endings.from(CANARIES, INCONCLUSIVE).then(CAPTURES, PASS)),
            within(
                    "server-killed",
                    "SIGKILL to a pod that answers canaries, as soon as there is one",
                    (run, undo) -> StruckRun.killOne("server", "server-1", undo),
                    Endings.from(SERVERS, NO_VERDICT, INCONCLUSIVE)
                            .then(PODS, INCONCLUSIVE)
                            .then(CAPTURES, PASS)),
            new Fault(
                    "controller-killed",
                    "SIGKILL to the run itself; the next lab takes its things away",
                    new Alone(Blow.KILL),
                    Endings.from(SURVEY, KILLED)),
            within(
                    "node-gone",
                    "the cable of a node is pulled; all that runs on it is killed, and so is whatever starts there",
                    (run, undo) -> {
                        var node = run.lab().network().node(GONE);
                        run.lab().network().plug(node, false);
                        undo.add(() -> run.lab().network().plug(node, true));
                        run.killAll(node, undo);
                    },
                    Endings.from(SURVEY, NO_VERDICT, INCONCLUSIVE)
                            .then(PODS, INCONCLUSIVE)
                            .then(CLEAN_UP, PASS)),
            within(
                    "ways-cut",
                    "every connection to an agent or a canary pod ends, once",
                    (run, undo) -> run.lab().network().cutForwards(),
                    Endings.from(PODS, PASS, INCONCLUSIVE)
                            .then(MESH_STATE, PASS)
                            .then(FLOWS, PASS, INCONCLUSIVE)
                            .then(CLEAN_UP, PASS)),
            new Fault(
                    "program-missing",
                    "the program that this step starts is not there: of servers, of agents, of clients",
                    new Within(Faults::missing, Strikes.NONE, Lasts.RUN),
                    Endings.from(SERVERS, NO_VERDICT)
                            .then(CANARIES, INCONCLUSIVE)
                            .never(PODS, HANDSHAKES, POLICIES, SETTLE, FLOWS, CAPTURES, MESH_STATE, CLEAN_UP)),
            within(
                    "disk-full",
                    "no room for a byte more where the run keeps its evidence",
                    (run, undo) -> {
                        run.evidence().fill();
                        undo.add(run.evidence()::removeFiller);
                    },
                    Endings.from(SURVEY, NO_VERDICT).then(CLEAN_UP, PASS)),
            within(
                    "agents-disk-full",
                    "no room for a byte more where agents keep packets (RLIMIT_FSIZE)",
                    Strikes.NO_MORE_FILES,
                    Endings.from(PODS, INCONCLUSIVE)
                            .then(CAPTURES, PASS, INCONCLUSIVE)
                            .then(MESH_STATE, PASS)),
            within(
                    "loss-5",
                    "both nodes drop 5 % of what they forward, from then on",
                    Strikes.loss("0.05"),
                    Endings.from(SURVEY, PASS, INCONCLUSIVE).then(CAPTURES, PASS)),
            within(
                    "loss-30",
                    "both nodes drop 30 % of what they forward, from then on",
                    Strikes.loss("0.30"),
                    Endings.from(SURVEY, PASS, INCONCLUSIVE, NOT_DELIVERED).then(CAPTURES, PASS)),
            new Fault(
                    "ring-small",
                    "agents with a ring of 128 KiB that do not read it while the step lasts, at most 10 s",
                    new Within(_ -> Set.of(Trait.TINY_RINGS), Strikes.STAND_STILL, Lasts.STEP),
                    Endings.from(PODS, PASS, INCONCLUSIVE)
                            .then(CANARIES, INCONCLUSIVE)
                            .then(CAPTURES, PASS, INCONCLUSIVE)),
            new Fault(
                    "clock-ahead",
                    "the wall clocks of agents and canary pods step two days ahead",
                    new Within(_ -> Set.of(Trait.CLOCKS_APART), Strikes.clock("+2d"), Lasts.RUN),
                    Endings.from(SURVEY, PASS, INCONCLUSIVE).then(CLEAN_UP, PASS)),
            new Fault(
                    "clock-back",
                    "the wall clocks of agents and canary pods step two days back",
                    new Within(_ -> Set.of(Trait.CLOCKS_APART), Strikes.clock("-2d"), Lasts.RUN),
                    Endings.from(SURVEY, PASS, INCONCLUSIVE).then(CLEAN_UP, PASS)),
            new Fault(
                    "all-clocks",
                    "the wall clocks of everything, the run too, step an hour ahead",
                    new Alone(Blow.STEP_ALL_CLOCKS),
                    Endings.from(SURVEY, PASS, INCONCLUSIVE).then(CLEAN_UP, PASS)));

    private Faults() {}

    private static Fault within(String name, String what, Strike strike, Endings endings) {
        return new Fault(name, what, new Within(_ -> Set.of(), strike, Lasts.RUN), endings);
    }

    private static Set<Trait> missing(Step step) {
        return switch (step) {
            case SERVERS -> Set.of(Trait.SERVERS_MISSING);
            case AGENTS -> Set.of(Trait.AGENTS_MISSING);
            case CANARIES -> Set.of(Trait.CLIENTS_MISSING);
            default -> Set.of();
        };
    }

    public static Optional<Fault> named(String name) {
        return ALL.stream().filter(fault -> fault.name().equals(name)).findFirst();
    }

    /** Why this machine has no such fault. */
    public static Optional<String> obstacle(Fault fault) {
        boolean clocks = switch (fault.how()) {
            case Within within -> within.traits().apply(SURVEY).contains(Trait.CLOCKS_APART);
            case Alone alone -> alone.blow() == Blow.STEP_ALL_CLOCKS;
        };
        return clocks ? FakeClock.obstacle() : Optional.empty();
    }
}
