package io.ambientprober.cluster;

import io.ambientprober.cluster.forward.Refusal;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.UnansweredException;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * Asks again what was not answered: a way through API server and kubelet that was cut says nothing of the pod at its end.
 *
 * @param alive asked before each time but the first
 * @param forbidden for how long the API server may say that the run has no right to the way
 */
record AskAgain(PodLog.Hope alive, Duration forbidden) {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** An API server that has just started knows of no rights yet. */
    private static final Duration FORBIDDEN = Duration.ofSeconds(10);

    AskAgain(PodLog.Hope alive) {
        this(alive, FORBIDDEN);
    }

    /** Something that may be asked twice and has one answer. */
    interface Question<T> {
        T ask(Duration left) throws SiteException;
    }

    /** @param longest after which it is not asked again */
    <T> T within(Duration longest, Question<T> question) throws SiteException {
        Deadline deadline = new Deadline(System::nanoTime, longest);
        Deadline refused = null;
        while (true) {
            try {
                return question.ask(deadline.left());
            } catch (UnansweredException e) {
                alive.require();
                if (!isForbidden(e)) {
                    refused = null;
                } else if (refused == null) {
                    refused = new Deadline(System::nanoTime, forbidden);
                }
                if (deadline.left().compareTo(PAUSE) <= 0 || refused != null && refused.isOver()) {
                    throw e;
                }
                PodLog.pause(PAUSE.toMillis());
            }
        }
    }

    private static boolean isForbidden(UnansweredException e) {
        return Refusal.isWithin(e, code -> code == HttpURLConnection.HTTP_FORBIDDEN);
    }
}
