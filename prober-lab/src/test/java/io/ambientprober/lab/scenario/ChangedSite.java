package io.ambientprober.lab.scenario;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.run.Agent;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A site whose clients are started in another way.
 *
 * @param site what is as usual
 */
record ChangedSite(Site site, Clients clients) implements Site {
    interface Clients {
        ClientRun start(Ready usual, ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException;
    }

    @Override
    public Surveyed survey() throws SiteException {
        return new ChangedSurveyed(site.survey(), clients);
    }

    @Override
    public void cleanUp() throws SiteException {
        site.cleanUp();
    }

    private record ChangedSurveyed(Surveyed usual, Clients clients) implements Surveyed {
        @Override
        public Survey survey() {
            return usual.survey();
        }

        @Override
        public Deployed deploy(Coverage coverage, Duration timeout) throws SiteException {
            Deployed deployed = usual.deploy(coverage, timeout);
            return time -> new ChangedReady(deployed.ready(time), clients);
        }
    }

    private record ChangedReady(Ready usual, Clients clients) implements Ready {
        @Override
        public List<ServerPlace> servers() {
            return usual.servers();
        }

        @Override
        public void enforcePolicies(Duration timeout) throws SiteException {
            usual.enforcePolicies(timeout);
        }

        @Override
        public Agent startAgent(String node, Duration timeout) throws SiteException {
            return usual.startAgent(node, timeout);
        }

        @Override
        public ClientRun startClient(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
            return clients.start(usual, place, order, timeout);
        }

        @Override
        public Set<String> lostServers(Set<String> silentNodes) {
            return usual.lostServers(silentNodes);
        }
    }
}
