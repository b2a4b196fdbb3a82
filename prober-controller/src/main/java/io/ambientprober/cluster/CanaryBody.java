package io.ambientprober.cluster;

import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.PinnedClient;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.UnansweredException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A canary pod that takes orders over a port-forward to its loopback. An order holds the run's key, which nothing that can be read in the
 * cluster may. A way that was cut is opened again, and the outcome of the order asked for again.
 */
final class CanaryBody implements AutoCloseable {
    private final RunContext context;
    private final PodName pod;
    private final Credentials own;
    private final PodLog.Hope alive;
    private @Nullable Announcement announced;
    private @Nullable Way way;

    private record Way(PodForward forward, PinnedClient client) {
        void close() {
            client.close();
            forward.close();
        }
    }

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
     * Opens the way to it, ahead of the first order.
     *
     * @param timeout until it says where it listens
     */
    void open(Duration timeout) throws SiteException {
        way(timeout);
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
        return new AskAgain(alive).within(timeout, left -> {
            Way open = way(start);
            try {
                return open.client().post(Order.PATH + context.scope().id() + "-" + id, body, left, Order.MAX_OUTCOME);
            } catch (UnansweredException e) {
                giveUp(open);
                throw e;
            }
        });
    }

    private synchronized Way way(Duration start) throws SiteException {
        Way open = way;
        if (open == null) {
            Announcement place = place(start);
            PodForward forward = PodForward.open(context.cluster(), pod, place.port());
            open = new Way(forward, new PinnedClient("the canary " + pod, forward.port(), own, place.fingerprint()));
            way = open;
        }
        return open;
    }

    /** Read once: another process in its place would carry out again what was carried out. */
    private Announcement place(Duration start) throws SiteException {
        Announcement known = announced;
        if (known == null) {
            known = new PodLog(context.cluster(), pod).announcement(alive, start);
            announced = known;
        }
        return known;
    }

    private synchronized void giveUp(Way cut) {
        cut.close();
        if (cut.equals(way)) {
            way = null;
        }
    }

    @Override
    public String toString() {
        return "pod " + pod;
    }

    @Override
    public synchronized void close() {
        if (way != null) {
            way.close();
            way = null;
        }
    }
}
