package io.ambientprober.statement;

import java.util.function.Function;

/**
 * One of the questions of a run, and what came of it. What was not asked takes no part in a verdict.
 *
 * @param <T> the answer
 */
public sealed interface Section<T> {
    /** The same question, with what follows from its answer. */
    default <R> Section<R> map(Function<T, R> follows) {
        return switch (this) {
            case Asked<T>(T answer) -> new Asked<>(follows.apply(answer));
            case NotAsked<T>(String reason) -> new NotAsked<>(reason);
        };
    }

    record Asked<T>(T answer) implements Section<T> {}

    /** @param reason in words, for example {@code no right to watch pods}; empty where it is not a question at all, as of captures alone */
    record NotAsked<T>(String reason) implements Section<T> {}
}
