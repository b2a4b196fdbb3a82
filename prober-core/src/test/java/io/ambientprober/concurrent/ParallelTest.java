package io.ambientprober.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ParallelTest {
    private final Parallel<IOException> three = new Parallel<>(3, e -> new IOException("interrupted", e));

    @Test
    void givesResultsInOrder() throws IOException {
        List<Integer> items = IntStream.range(0, 100).boxed().toList();

        assertThat(three.map(items, item -> item * 2))
                .isEqualTo(items.stream().map(item -> item * 2).toList());
    }

    /** Neither less than it may, nor more. */
    @Test
    void doesAsMuchAtOnceAsItMay() throws IOException {
        CyclicBarrier together = new CyclicBarrier(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        three.forEach(IntStream.range(0, 9).boxed().toList(), item -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            meet(together);
            now.decrementAndGet();
        });

        assertThat(most.get()).isEqualTo(3);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void throwsTheFirstFailureInOrderOnceAllHaveEnded() {
        AtomicInteger ended = new AtomicInteger();

        assertThatThrownBy(() -> three.forEach(List.of("a", "b", "c"), item -> {
                    ended.incrementAndGet();
                    if (!item.equals("a")) {
                        throw new IOException(item);
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("b")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(later -> assertThat(later).hasMessage("c")));
        assertThat(ended.get()).isEqualTo(3);
    }

    @Test
    void aDefectIsNoFailure() {
        assertThatThrownBy(() -> three.all(List.of(() -> {
                    throw new IllegalArgumentException("a defect");
                })))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptEndsIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                three.forEach(List.of("a"), item -> {
                    begun.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IOException("cancelled", e);
                    }
                });
            } catch (IOException e) {
                failure.set(e);
            }
        });
        begun.await();

        thread.interrupt();
        thread.join();

        assertThat(failure.get()).hasMessage("interrupted");
    }

    /** However soon the work was done. */
    @Test
    void endsWhenItsCallerIsInterrupted() {
        Thread caller = Thread.currentThread();

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> three.forEach(List.of("a"), item -> caller.interrupt()))
                    .hasMessage("interrupted");
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
