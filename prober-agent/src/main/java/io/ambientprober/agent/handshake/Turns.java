package io.ambientprober.agent.handshake;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * So many at a time; but who waits long for its peer holds up nobody. When the peer answers after all it goes on at once, and others begin
 * the later: so what is begun ends soon, and few hold what a connection takes, however slow the machine.
 */
final class Turns {
    private final Free free;
    private final Executor later;

    /** Anyone who goes on is never kept waiting: there may be fewer free turns than none. */
    private static final class Free extends Semaphore {
        private static final long serialVersionUID = 1;

        Free(int turns) {
            super(turns, true);
        }

        void take() {
            reducePermits(1);
        }
    }

    /** @param longest after which who waits for its peer has no turn */
    Turns(int atOnce, Duration longest) {
        free = new Free(atOnce);
        later = CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for a turn; null where none came in time. */
    @Nullable
    Turn begin(Duration patience) throws InterruptedException {
        return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS) ? new Turn() : null;
    }

    final class Turn implements Waiting, AutoCloseable {
        private boolean held = true;
        private boolean waiting;
        private int waits;

        @Override
        public synchronized void begins() {
            waiting = true;
            int wait = ++waits;
            later.execute(() -> isStillAt(wait));
        }

        private synchronized void isStillAt(int wait) {
            if (waiting && wait == waits) {
                giveBack();
            }
        }

        @Override
        public synchronized void ends() {
            waiting = false;
            if (!held) {
                held = true;
                free.take();
            }
        }

        @Override
        public synchronized void close() {
            waiting = false;
            giveBack();
        }

        private void giveBack() {
            if (held) {
                held = false;
                free.release();
            }
        }
    }
}
