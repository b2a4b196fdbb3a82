package io.ambientprober.lab.site;

import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.ReportedOutcome;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client under way in its pod.
 *
 * @param connections that it is to open
 */
record LabClient(Client client, int connections, LabProcess process) implements ClientRun {
    @Override
    public @Nullable Outcome await(Duration timeout) throws SiteException {
        try {
            String report = process.outcome(timeout);
            return report == null || report.isBlank()
                    ? null
                    : ReportedOutcome.parse(process.toString(), connections, report)
                            .outcome();
        } catch (IOException e) {
            throw new SiteException("no outcome of " + process + ": " + e.getMessage(), e);
        }
    }
}
