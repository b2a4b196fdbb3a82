package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.run.OrderedOutcome;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;

/** Has a canary pod send the canaries of a path. */
record OrderedCanaries(CanaryBody body) {
    /**
     * Sends, and waits for the outcome.
     *
     * @param start until the pod says where it listens
     * @param timeout for its answer
     */
    ClientResult send(CanaryOrder order, Duration start, Duration timeout) throws SiteException {
        byte[] answer = body.carryOut(order.path().toString(), order, start, timeout);
        return new ClientResult(OrderedOutcome.of(order, body.toString(), answer), List.of());
    }
}
