package io.ambientprober.run;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has an agent go on until it is ended. Between two renewals no thread waits: there are thousands of agents. */
final class Lease {
    private final String name;
    private final Duration every;
    private final Runnable renewal;
    private boolean ended;
    private @Nullable Future<?> next;
    private @Nullable Thread renewing;

    /**
     * Renewed for the first time after a while.
     *
     * @param every between the end of a renewal and the next one
     * @param renewal which fails in silence: a call that matters will say what became of the agent
     */
    Lease(String name, Duration every, Runnable renewal) {
        this.name = name;
        this.every = every;
        this.renewal = renewal;
        await();
    }

    private synchronized void await() {
        renewing = null;
        if (!ended) {
            next = ForkJoinPool.commonPool().schedule(this::begin, every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void begin() {
        if (!ended) {
            renewing = Thread.ofVirtual().name(name).start(this::renew);
        }
    }

    private void renew() {
        try {
            renewal.run();
        } finally {
            await();
        }
    }

    /** A renewal that is under way is interrupted. */
    synchronized void end() {
        ended = true;
        if (next != null) {
            next.cancel(false);
        }
        if (renewing != null) {
            renewing.interrupt();
        }
    }
}
