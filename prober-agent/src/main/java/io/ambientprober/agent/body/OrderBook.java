package io.ambientprober.agent.body;

import io.ambientprober.agent.http.RequestException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Orders by their ids, and what came of them. An order is carried out once, whether or not the one who posted it still waits; anyone who posts it
 * again gets the same outcome.
 */
final class OrderBook {
    /** A controller triggers the paths of a node a few at a time. */
    static final int AT_ONCE = 32;

    /** Of orders that were carried out; the oldest outcome goes first. */
    static final int KEPT = 1024;

    private record Entry(String order, FutureTask<byte[]> outcome) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * The outcome of an order, once it is carried out.
     *
     * @param work carries it out, on a thread of its own
     */
    byte[] outcome(String id, String order, Callable<byte[]> work) throws RequestException {
        FutureTask<byte[]> outcome = entry(id, order, work);
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new RequestException(RequestException.INTERNAL, "the order failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(RequestException.INTERNAL, "interrupted");
        }
    }

    private synchronized FutureTask<byte[]> entry(String id, String order, Callable<byte[]> work)
            throws RequestException {
        Entry known = entries.get(id);
        if (known != null) {
            if (!known.order().equals(order)) {
                throw new RequestException(RequestException.CONFLICT, "order " + id + " is another one already");
            }
            return known.outcome();
        }
        if (entries.values().stream().filter(entry -> !entry.outcome().isDone()).count() >= AT_ONCE) {
            throw new RequestException(RequestException.TOO_MANY, AT_ONCE + " orders are under way already");
        }
        forgetOldest();
        FutureTask<byte[]> outcome = new FutureTask<>(work);
        entries.put(id, new Entry(order, outcome));
        Thread.ofPlatform().daemon().name("order " + id).start(outcome);
        return outcome;
    }

    private void forgetOldest() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() >= KEPT && oldest.hasNext()) {
            if (oldest.next().outcome().isDone()) {
                oldest.remove();
            }
        }
    }
}
