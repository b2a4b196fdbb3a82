package io.ambientprober.cluster;

import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.cluster.forward.PodForward;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.PinnedClient;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A canary pod that takes orders over a port-forward to its loopback. An order holds the run's key, which nothing that can be read in the
 * cluster may. Where a connection was cut, the outcome of the order is asked for again.
 */
final class CanaryBody implements AutoCloseable {
    private final RunContext context;
    private final PodName pod;
    private final Credentials own;
    private final PodLog.Hope alive;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable Announcement announced;
    private @Nullable PinnedClient client;

    /**
     * Opens nothing yet.
     *
     * @param own by which it knows us
     * @param alive asked as long as it does not answer
     */
    CanaryBody(RunContext context, PodName pod, Credentials own, PodLog.Hope alive) {
        this.context = context;
        this.pod = pod;
        this.own = own;
        this.alive = alive;
    }

    /**
     * Asks where it listens, ahead of the first order.
     *
     * @param timeout until it says so
     */
    void open(Duration timeout) throws SiteException {
        client(timeout);
    }

    /**
     * Has an order carried out.
     *
     * @param id of the order, unique to the run and what is ordered
     * @param start until it says where it listens
     * @param timeout for its answer
     */
    byte[] carryOut(String id, Order order, Duration start, Duration timeout) throws SiteException {
        byte[] body = OrderJson.bytes(order);
        return new AskAgain(alive)
                .within(
                        timeout,
                        left -> client(start)
                                .post(Order.PATH + context.scope().id() + "-" + id, body, left, Order.MAX_OUTCOME));
    }

    /** Another thread may be asking already, for longer than this one has time. */
    private PinnedClient client(Duration start) throws SiteException {
        Deadline end = new Deadline(System::nanoTime, start);
        PodLog log = new PodLog(context.cluster(), pod);
        try {
            if (!opening.tryLock(start.toNanos(), TimeUnit.NANOSECONDS)) {
                throw log.late();
            }
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
        try {
            PinnedClient known = client;
            if (known == null) {
                Announcement place = place(log, end.left());
                known = new PinnedClient(
                        "the canary " + pod,
                        PodForward.to(context.cluster().forwards(), pod, place.port()),
                        own,
                        place.fingerprint());
                client = known;
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    /** Read once: another process in its place would carry out again what was carried out. */
    private Announcement place(PodLog log, Duration start) throws SiteException {
        Announcement known = announced;
        if (known == null) {
            known = log.announcement(alive, start);
            announced = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return "pod " + pod;
    }

    @Override
    public void close() {
        opening.lock();
        try {
            if (client != null) {
                client.close();
                client = null;
            }
        } finally {
            opening.unlock();
        }
    }
}
