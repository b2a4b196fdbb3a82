package io.ambientprober.lab.fault;

import io.ambientprober.run.Step;
import java.util.List;
import java.util.Set;

/** A fault at a step. */
public record Cell(Fault fault, Step step) {
    /** Of all steps at which these have something to strike. */
    public static List<Cell> of(List<Fault> faults) {
        return faults.stream()
                .flatMap(fault -> Endings.STEPS.stream()
                        .map(step -> new Cell(fault, step))
                        .filter(cell -> !cell.endings().isEmpty()))
                .toList();
    }

    /** How a run may end. */
    Set<Ending> endings() {
        return fault.endings().at(step);
    }

    @Override
    public String toString() {
        return fault.name() + "/" + step.words().replace(' ', '-');
    }
}
