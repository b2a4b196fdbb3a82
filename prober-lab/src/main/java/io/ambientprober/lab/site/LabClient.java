package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.run.OrderedOutcome;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;

/** The canaries of a path, ordered of a pod. */
record LabClient(Client client, CanaryOrder order, RunningBody body) implements ClientRun {
    @Override
    public ClientResult await(Duration timeout) throws SiteException {
        byte[] answer = body.carryOut(order.path().toString(), order, timeout);
        return new ClientResult(OrderedOutcome.of(order, "pod " + client.pod(), answer), List.of());
    }
}
