package io.ambientprober.run;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.CanaryJson;
import io.ambientprober.plan.PlanFormatException;

/** The answer of a canary pod to an order for canaries. */
public final class OrderedOutcome {
    private OrderedOutcome() {}

    /**
     * Reads it.
     *
     * @param who answered, for complaints
     * @throws SiteException when it is not an outcome of that order
     */
    public static CanaryOutcome of(CanaryOrder order, String who, byte[] answer) throws SiteException {
        try {
            return CanaryJson.read(who, answer, order.canary());
        } catch (PlanFormatException e) {
            throw new SiteException("no outcome: " + e.getMessage(), e);
        }
    }
}
