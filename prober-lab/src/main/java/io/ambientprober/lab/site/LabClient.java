package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The canaries of a path, ordered of a pod. */
record LabClient(Client client, CanaryOrder order, RunningBody body) implements ClientRun {
    @Override
    public ClientResult await(Duration timeout) throws SiteException {
        byte[] answer = body.carryOut(order.path(), order, timeout);
        ReportedOutcome reported = ReportedOutcome.parse(
                "pod " + client.pod(), order.connections(), new String(answer, StandardCharsets.UTF_8));
        return new ClientResult(reported.outcome(), List.of());
    }
}
