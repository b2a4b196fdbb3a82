package io.ambientprober.cluster;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many requests the API server gets: so many a second in the long run, and some at once after a quiet time. A watch, and a port-forward with
 * all that goes through it, are one request each.
 */
public final class RequestRate implements Interceptor {
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final long interval;
    private final long burst;
    private final LongSupplier nanoTime;
    /** When everything that was let through would be done, one after the other. */
    private long done;

    /**
     * A rate that starts with a quiet time.
     *
     * @param perSecond at least 1
     * @param atOnce after a quiet time, at least 1
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public RequestRate(int perSecond, int atOnce, LongSupplier nanoTime) {
        interval = NANOS_PER_SECOND / perSecond;
        burst = interval * atOnce;
        this.nanoTime = nanoTime;
        done = nanoTime.getAsLong();
    }

    /** Nanoseconds to wait before one more request. */
    synchronized long next() {
        long now = nanoTime.getAsLong();
        done = Math.max(done - now, 0) + now + interval;
        return Math.max(0, done - now - burst);
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        try {
            Thread.sleep(Duration.ofNanos(next()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the wait for the answer then ends at once
        }
    }
}
