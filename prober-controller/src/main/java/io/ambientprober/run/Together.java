package io.ambientprober.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Does pieces of work at once, a bounded number at a time, and gives their results in order. */
public final class Together {
    /** One piece of it. */
    public interface Work<T> {
        T call() throws SiteException;
    }

    private final int atOnce;

    public Together(int atOnce) {
        this.atOnce = atOnce;
    }

    /** The results of all. The first failure, in order, is thrown once all have ended; later ones are suppressed in it. */
    public <T> List<T> all(List<? extends Work<T>> works) throws SiteException {
        Semaphore permits = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Work<T> work : works) {
                futures.add(threads.submit((Callable<T>) () -> {
                    permits.acquire();
                    try {
                        return work.call();
                    } finally {
                        permits.release();
                    }
                }));
            }
            return gather(futures);
        }
    }

    private static <T> List<T> gather(List<Future<T>> futures) throws SiteException {
        List<T> results = new ArrayList<>();
        SiteException first = null;
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                SiteException failure = failure(e.getCause());
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            } catch (InterruptedException e) {
                futures.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new SiteException("the run was interrupted", e);
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    private static SiteException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case SiteException site -> site;
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            case InterruptedException interrupted -> new SiteException("the run was interrupted", interrupted);
            case null, default -> new SiteException("a piece of work failed: " + cause, cause);
        };
    }
}
