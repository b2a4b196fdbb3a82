package io.ambientprober.cluster;

import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that lives between runs. */
record StandingClient(OrderedCanary canary, ClientOrder order, Client client) implements ClientRun {
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(10);

    @Override
    public @Nullable Outcome await(Duration timeout) throws SiteException {
        return canary.send(order, () -> {}, ANNOUNCEMENT, timeout);
    }
}
