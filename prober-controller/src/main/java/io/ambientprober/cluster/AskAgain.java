package io.ambientprober.cluster;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.UnansweredException;
import java.time.Duration;

/**
 * Asks again what was not answered: a way through API server and kubelet that was cut says nothing of the pod at its end.
 *
 * @param alive asked before each time but the first
 */
record AskAgain(PodLog.Hope alive) {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Something that may be asked twice and has one answer. */
    interface Question<T> {
        T ask(Duration left) throws SiteException;
    }

    /** @param longest after which it is not asked again */
    <T> T within(Duration longest, Question<T> question) throws SiteException {
        Deadline deadline = new Deadline(System::nanoTime, longest);
        while (true) {
            try {
                return question.ask(deadline.left());
            } catch (UnansweredException e) {
                alive.require();
                if (deadline.left().compareTo(PAUSE) <= 0) {
                    throw e;
                }
                PodLog.pause(PAUSE.toMillis());
            }
        }
    }
}
