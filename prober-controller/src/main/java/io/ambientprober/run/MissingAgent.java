package io.ambientprober.run;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * In the place of an agent that was never armed.
 *
 * @param reason why not
 */
record MissingAgent(String node, SiteException reason) implements Agent {
    @Override
    public void arm(AgentOrder order) throws SiteException {
        throw reason;
    }

    @Override
    public KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
        throw reason;
    }

    @Override
    public Map<PodName, Swept> sweep(SweepOrder order, Duration timeout) throws SiteException {
        throw reason;
    }

    @Override
    public void evidence(Path file, Duration timeout) throws SiteException {
        throw reason;
    }
}
