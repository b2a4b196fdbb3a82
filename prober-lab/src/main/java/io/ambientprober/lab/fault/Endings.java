package io.ambientprober.lab.fault;

import io.ambientprober.run.Step;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a run may end, by the step at whose beginning a fault struck it. */
public final class Endings {
    /** In the order in which they begin. */
    public static final List<Step> STEPS = List.of(
            Step.SURVEY,
            Step.SERVERS,
            Step.PODS,
            Step.AGENTS,
            Step.HANDSHAKES,
            Step.POLICIES,
            Step.SETTLE,
            Step.CANARIES,
            Step.CAPTURES,
            Step.MESH_STATE,
            Step.FLOWS,
            Step.CLEAN_UP);

    private final Map<Step, Set<Ending>> allowed = new EnumMap<>(Step.class);

    private Endings() {}

    /** Of a fault that has nothing to strike before. */
    static Endings from(Step step, Ending first, Ending... more) {
        return new Endings().then(step, first, more);
    }

    /** From that step on, until another is named. */
    Endings then(Step step, Ending first, Ending... more) {
        STEPS.subList(STEPS.indexOf(step), STEPS.size()).forEach(each -> allowed.put(each, EnumSet.of(first, more)));
        return this;
    }

    /** The fault has nothing to strike at these. */
    Endings never(Step first, Step... more) {
        allowed.keySet().removeAll(EnumSet.of(first, more));
        return this;
    }

    /** None where there is nothing to strike. */
    public Set<Ending> at(Step step) {
        return allowed.getOrDefault(step, Set.of());
    }
}
