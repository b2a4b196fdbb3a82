package io.ambientprober.agent.canary;

import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * What a client says in the end.
 *
 * @param errors distinct failures, one line each, with how often they occurred
 * @param localAddresses that the connections began at
 */
record ClientReport(Outcome outcome, List<String> errors, List<IpAddress> localAddresses, long milliseconds) {
    ClientReport {
        errors = List.copyOf(errors);
        localAddresses = List.copyOf(localAddresses);
    }
}
