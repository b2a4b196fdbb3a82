package io.ambientprober.run;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PathId;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path whose server stands and whose client does not yet.
 *
 * @param service null when the client dials the pod
 * @param target the one address that the client dials
 * @param port the port that it dials there
 */
record PathDraft(
        PathId id,
        String name,
        Route route,
        ServerPlace place,
        @Nullable Service service,
        IpAddress target,
        int port,
        Canary canary) {

    /** The path as far as it is known before its client runs: enough to capture by. */
    ProbePath withoutClient() {
        return with(new Client("", "", route.client().node(), List.of(), false), null);
    }

    ProbePath with(Client client, @Nullable CanaryOutcome outcome) {
        return new ProbePath(
                id.toString(),
                name,
                route.client().zone() == Zone.MESH ? Expectation.ENCRYPTED : Expectation.PLAINTEXT,
                client,
                place.server(),
                service,
                place.waypoint(service == null ? Way.POD_IP : Way.SERVICE),
                canary,
                outcome,
                null);
    }
}
