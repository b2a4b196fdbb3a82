package io.ambientprober.run;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import java.util.function.LongSupplier;

/**
 * What every step of one run works with.
 *
 * @param run its key
 * @param deadline of all steps
 * @param parallel bounds what is done at once
 * @param nanoTime a clock as {@link System#nanoTime()}
 */
record RunCourse(
        String run,
        RunOptions options,
        Deadline deadline,
        Parallel<SiteException> parallel,
        Steps steps,
        RunNotes notes,
        RunEvent.Listener listener,
        LongSupplier nanoTime) {
    /** Tells the user. */
    void note(String text) {
        listener.event(new RunEvent.Note(text));
    }
}
