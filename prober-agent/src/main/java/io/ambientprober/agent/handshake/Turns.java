package io.ambientprober.agent.handshake;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** So many at a time; but who takes long, and so only waits for an answer, soon holds up nobody. */
final class Turns {
    private final Semaphore free;
    private final Executor later;

    Turns(int atOnce, Duration longest) {
        free = new Semaphore(atOnce, true);
        later = CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for a turn, and gives it back by itself after a while; null where none came in time. */
    @Nullable
    Turn begin(Duration patience) throws InterruptedException {
        if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        Turn turn = new Turn();
        later.execute(turn::close);
        return turn;
    }

    final class Turn implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void close() {
            if (!over.getAndSet(true)) {
                free.release();
            }
        }
    }
}
