package io.ambientprober.lab.fault;

import io.ambientprober.lab.site.Trait;
import io.ambientprober.run.Step;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that happens to a run at the beginning of a step: a row of the matrix.
 *
 * @param what it is, in words
 * @param endings which of them a run may come to
 */
public record Fault(String name, String what, How how, Endings endings) {
    /** What kind of run is struck, and with what. */
    public sealed interface How {}

    /**
     * A run within this process.
     *
     * @param traits of the lab, by the step that is struck
     * @param lasts until when
     */
    public record Within(Function<Step, Set<Trait>> traits, Strike strike, Lasts lasts) implements How {}

    /** A run, and its lab, in a process of its own. */
    public record Alone(Blow blow) implements How {}

    public enum Lasts {
        STEP,
        RUN
    }
}
