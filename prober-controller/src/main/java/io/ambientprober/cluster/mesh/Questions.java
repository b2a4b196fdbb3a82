package io.ambientprober.cluster.mesh;

import io.ambientprober.cluster.forward.Refusal;
import io.ambientprober.statement.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions asked a few at a time, each round within a time; what was not answered is remembered with why. */
final class Questions implements AutoCloseable {
    private static final int AT_A_TIME = 10;
    private static final String HELP = "docs/causes.md#unreadable";

    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
    private final List<Cause> unanswered = new ArrayList<>();
    private final Duration timeout;

    Questions(Duration timeout) {
        this.timeout = timeout;
    }

    /** A question; null says that there is no such thing, which is an answer. */
    interface Question<K, T> {
        @Nullable
        T ask(K key) throws IOException;
    }

    Duration timeout() {
        return timeout;
    }

    List<Cause> unanswered() {
        return List.copyOf(unanswered);
    }

    /**
     * The answers that came, by what was asked for.
     *
     * @param what is asked for, in words
     * @param right that it takes
     */
    <K, T> Map<K, T> ask(
            Collection<K> keys, Function<K, String> what, Function<K, String> right, Question<K, T> question) {
        Map<K, T> answers = new LinkedHashMap<>();
        List<K> asked = List.copyOf(keys);
        try {
            List<Future<Map<K, T>>> futures = threads.invokeAll(
                    asked.stream().map(key -> Questions.call(key, question)).toList(),
                    timeout.toNanos(),
                    TimeUnit.NANOSECONDS);
            for (int i = 0; i < asked.size(); i++) {
                answer(futures.get(i), what.apply(asked.get(i)), right.apply(asked.get(i)), answers);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    private static <K, T> Callable<Map<K, T>> call(K key, Question<K, T> question) {
        return () -> {
            T answer = question.ask(key);
            return answer == null ? Map.of() : Map.of(key, answer);
        };
    }

    private <K, T> void answer(Future<Map<K, T>> future, String what, String right, Map<K, T> answers)
            throws InterruptedException {
        try {
            answers.putAll(future.get());
        } catch (CancellationException e) {
            unanswered.add(unread(what, "no answer within " + timeout.toSeconds() + " s", "look at it yourself"));
        } catch (ExecutionException e) {
            boolean refused = Refusal.isWithin(e, code -> code == 401 || code == 403);
            unanswered.add(unread(
                    what,
                    refused ? "no right to" : reason(e),
                    (refused ? "grant " + right + ", or " : "") + "look at it yourself"));
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null ? "no answer" : cause.getMessage();
    }

    /** What an answer is missing to. */
    static Cause unread(String what, String why, String remedy) {
        String summary = what + " could not be read (" + why + "): what the mesh says there is not known";
        return new Cause("unreadable", summary, remedy, what, List.of(), HELP);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
