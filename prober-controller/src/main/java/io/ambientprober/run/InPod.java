package io.ambientprober.run;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A pod that was there before the run, from within which canaries are sent. */
public interface InPod {
    Client client();

    /** What came of each order, in their order. */
    List<CanaryOutcome> send(List<CanaryOrder> orders, Duration timeout) throws SiteException;

    /** In words, what may refuse that which the pod sends; asked where nothing was delivered. */
    Optional<String> egressPolicy();
}
