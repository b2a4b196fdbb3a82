package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Fact.Absent;
import io.ambientprober.cluster.causes.Fact.Malformed;
import io.ambientprober.cluster.causes.Fact.Present;
import io.ambientprober.cluster.causes.Fact.Unreadable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads of the API server under way at the same time, all of which end by one deadline. A failure is a value, not an exception. */
final class Reads implements AutoCloseable {
    private static final long PAGE = 500;
    /** Of one kind in one place; more is an inventory, not a survey. */
    private static final int MAX_PAGES = 20;

    private static final String LOOK = "look at it yourself";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration timeout;
    private final long deadline;

    Reads(Duration timeout) {
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** One read; null says that there is no such thing. */
    interface Call<T> {
        @Nullable
        T call();
    }

    /** A read under way. */
    record Pending<T>(String what, Future<Fact<T>> result) {
        static <T> Pending<T> absent(String what) {
            return new Pending<>(what, CompletableFuture.completedFuture(new Absent<>()));
        }
    }

    /** {@code right} is what the read takes, for example {@code get configmaps in kube-system}. */
    <T> Pending<T> begin(String what, String right, Call<T> call) {
        return new Pending<>(what, threads.submit(() -> tried(what, right, call)));
    }

    <T extends HasMetadata> Pending<List<T>> list(
            String what, String right, Listable<? extends KubernetesResourceList<T>> kind) {
        return begin(what, right, () -> pages(kind));
    }

    <T> Fact<T> await(Pending<T> pending) {
        try {
            return pending.result().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Unreadable<>(pending.what(), "no answer within " + timeout.toSeconds() + " s", LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unreadable<>(pending.what(), "interrupted", LOOK);
        } catch (ExecutionException e) {
            return new Malformed<>(pending.what(), "unexpected " + e.getCause());
        }
    }

    /** What several places hold together. One that could not be read makes the whole unreadable: half an answer misleads. */
    <T> Fact<List<T>> awaitAll(List<Pending<List<T>>> places) {
        List<T> together = new ArrayList<>();
        Fact<List<T>> result = new Absent<>();
        for (Pending<List<T>> place : places) {
            Fact<List<T>> read = await(place);
            switch (read) {
                case Present<List<T>>(List<T> items) -> {
                    together.addAll(items);
                    result = new Present<>(together);
                }
                case Absent<List<T>> absent -> {}
                case Unreadable<List<T>> unreadable -> {
                    return unreadable;
                }
                case Malformed<List<T>> malformed -> {
                    return malformed;
                }
            }
        }
        return result;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static <T> Fact<T> tried(String what, String right, Call<T> call) {
        try {
            T value = call.call();
            return value == null ? new Absent<>() : new Present<>(value);
        } catch (KubernetesClientException e) {
            return refused(what, right, e);
        } catch (RuntimeException e) {
            return new Malformed<>(what, "the API server's answer cannot be understood");
        }
    }

    private static <T> Fact<T> refused(String what, String right, KubernetesClientException e) {
        return switch (e.getCode()) {
            case 404 -> new Absent<>();
            case 401, 403 -> new Unreadable<>(what, "no right to", "grant " + right + ", or " + LOOK);
            default ->
                new Unreadable<>(
                        what,
                        e.getCode() > 0 ? "the API server answered " + e.getCode() : "no answer that can be understood",
                        LOOK);
        };
    }

    private static <T extends HasMetadata> List<T> pages(Listable<? extends KubernetesResourceList<T>> kind) {
        List<T> items = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            KubernetesResourceList<T> answer = kind.list(
                    new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
            items.addAll(answer.getItems());
            next = answer.getMetadata() == null ? null : answer.getMetadata().getContinue();
            if (next == null || next.isEmpty()) {
                return items;
            }
        }
        throw new KubernetesClientException("more than " + MAX_PAGES * PAGE);
    }
}
