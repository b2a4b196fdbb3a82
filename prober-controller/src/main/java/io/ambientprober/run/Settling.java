package io.ambientprober.run;

import io.ambientprober.concurrent.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a mesh takes until every proxy knows new servers; a proxy that does not know a destination yet passes its traffic on in
 * the clear. Begins when it is made, so that what is done meanwhile counts.
 */
final class Settling {
    private final Deadline end;

    Settling(LongSupplier nanoTime, Duration time) {
        end = new Deadline(nanoTime, time);
    }

    /** The time that was still waited. */
    Duration await(Duration atMost) throws SiteException {
        Duration wait = end.atMost(atMost);
        try {
            Thread.sleep(wait);
            return wait;
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
    }
}
