package io.ambientprober.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that goes on beside the steps of a run, on a thread of its own.
 *
 * @param <T> what it comes to
 */
final class Background<T> implements AutoCloseable {
    /** For work that was interrupted. */
    private static final Duration END = Duration.ofSeconds(10);

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(String name, Callable<T> work) {
        task = new FutureTask<>(work);
        thread = Thread.ofVirtual().name(name).unstarted(task);
    }

    static <T> Background<T> begin(String name, Steps.Work<T> work) {
        Background<T> begun = new Background<>(name, work::call);
        begun.thread.start();
        return begun;
    }

    /** Waits for its end. */
    T get() throws SiteException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
    }

    private static SiteException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case SiteException own -> own;
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(failed);
        };
    }

    /** Interrupts it if it has not ended, and waits until it has. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
