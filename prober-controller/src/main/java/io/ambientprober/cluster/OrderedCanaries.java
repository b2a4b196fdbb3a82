package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.run.OrderedOutcome;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.time.Duration;

/**
 * Has a canary pod send the canaries of a path.
 *
 * @param zone that the pod is in
 */
record OrderedCanaries(RunContext context, Zone zone, CanaryBody body) {
    /**
     * Sends, and waits for the outcome.
     *
     * @param start until the pod says where it listens
     * @param timeout for its answer
     */
    ClientResult send(CanaryOrder order, Duration start, Duration timeout) throws SiteException {
        byte[] answer = body.carryOut(order.path().toString(), order, start, timeout);
        return context.result(zone, order, OrderedOutcome.of(order, body.toString(), answer));
    }
}
