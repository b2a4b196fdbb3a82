package io.ambientprober.concurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Does pieces of work at once, a bounded number at a time, and gives their results in order. The first failure, in order, is thrown once all
 * have ended; later ones are suppressed in it.
 *
 * @param <E> how a piece fails
 */
public final class Parallel<E extends Exception> {
    private final int atOnce;
    private final Function<InterruptedException, E> interrupted;

    /** A piece of work that gives something. */
    public interface Task<K, T, E extends Exception> {
        T call(K item) throws E;
    }

    /** A piece of work. */
    public interface Action<K, E extends Exception> {
        void call(K item) throws E;
    }

    /** A piece of work that is unlike the others. */
    public interface Work<E extends Exception> {
        void call() throws E;
    }

    /** @param interrupted the failure of a caller that is interrupted while the work goes on */
    public Parallel(int atOnce, Function<InterruptedException, E> interrupted) {
        this.atOnce = atOnce;
        this.interrupted = interrupted;
    }

    /** What each item comes to, in their order. */
    public <K, T> List<T> map(Collection<K> items, Task<? super K, ? extends T, E> task) throws E {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<FutureTask<T>> futures = new ArrayList<>();
            items.forEach(item -> futures.add(new FutureTask<>(() -> task.call(item))));
            Queue<FutureTask<T>> left = new ConcurrentLinkedQueue<>(futures);
            for (int worker = 0; worker < Math.min(atOnce, futures.size()); worker++) {
                threads.execute(() -> work(left));
            }
            return gather(futures);
        }
    }

    private static <T> void work(Queue<FutureTask<T>> left) {
        for (FutureTask<T> next = left.poll(); next != null; next = left.poll()) {
            next.run();
        }
    }

    /** Does it to each. */
    public <K> void forEach(Collection<K> items, Action<? super K, E> action) throws E {
        map(items, item -> {
            action.call(item);
            return true;
        });
    }

    /** Does all of it. */
    public void all(Collection<? extends Work<E>> works) throws E {
        forEach(works, Work::call);
    }

    private <T> List<T> gather(List<FutureTask<T>> futures) throws E {
        List<T> results = new ArrayList<>();
        List<E> failures = new ArrayList<>();
        for (FutureTask<T> future : futures) {
            try {
                results.add(future.get());
                requireNotInterrupted();
            } catch (ExecutionException e) {
                failures.add(failure(e));
            } catch (InterruptedException e) {
                futures.forEach(other -> other.cancel(true));
                throw interrupted.apply(e);
            }
        }
        if (!failures.isEmpty()) {
            E first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }

    /** A future that is done does not tell. */
    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @SuppressWarnings("unchecked") // nothing else that is checked can leave a piece of work
    private E failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            case null -> throw new IllegalStateException(failed);
            case Throwable own -> (E) own;
        };
    }
}
