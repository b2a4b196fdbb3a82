package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The canaries of a path, ordered of a pod. */
record LabClient(Client client, CanaryOrder order, RunningBody body) implements ClientRun {
    @Override
    public Outcome await(Duration timeout) throws SiteException {
        byte[] answer = body.carryOut(order.path(), order, timeout);
        return ReportedOutcome.parse(
                        "pod " + client.pod(), order.connections(), new String(answer, StandardCharsets.UTF_8))
                .outcome();
    }
}
