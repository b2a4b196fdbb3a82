package io.ambientprober.lab;

import io.ambientprober.run.Agent;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;

/** A site whose run stays to be looked at; the lab takes it away in the end. */
record KeptSite(Site site) implements Site {
    @Override
    public Survey survey() throws SiteException {
        return site.survey();
    }

    @Override
    public List<ServerPlace> deployServers(List<ServerOrder> orders, Duration timeout) throws SiteException {
        return site.deployServers(orders, timeout);
    }

    @Override
    public Agent startAgent(String node, Duration timeout) throws SiteException {
        return site.startAgent(node, timeout);
    }

    @Override
    public ClientRun startClient(ClientOrder order) throws SiteException {
        return site.startClient(order);
    }

    @Override
    public void cleanUp() {
        // That is the point.
    }
}
