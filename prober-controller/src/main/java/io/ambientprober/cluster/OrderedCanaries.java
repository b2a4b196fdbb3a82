package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Has a canary pod send the canaries of a path. */
record OrderedCanaries(RunContext context, CanaryBody body) {
    /**
     * Sends, and waits for the outcome.
     *
     * @param start until the pod says where it listens
     * @param timeout for its answer
     */
    ClientResult send(ClientOrder order, Duration start, Duration timeout) throws SiteException {
        byte[] answer = body.carryOut(order.pathId(), canaries(order), start, timeout);
        return context.result(
                order,
                ReportedOutcome.parse(
                        body.toString(), order.connections(), new String(answer, StandardCharsets.UTF_8)));
    }

    private static CanaryOrder canaries(ClientOrder order) {
        boolean policies = order.policies() && order.place().zone() == Zone.MESH;
        return new CanaryOrder(
                order.run(),
                order.pathId(),
                order.target(),
                order.port(),
                policies ? CanaryPort.DENIED.usual() : null,
                policies ? CanaryPort.IDENTITY.usual() : null,
                order.connections(),
                order.requestBytes(),
                order.responseBytes(),
                order.connectTimeout(),
                order.requestTimeout());
    }
}
