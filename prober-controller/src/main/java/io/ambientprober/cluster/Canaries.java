package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The canaries inside the mesh, or outside: those that are there, and those that are being made. */
interface Canaries extends AutoCloseable {
    /** Pods of this run that are told what to send. */
    List<RunPod> clients();

    /** Waits for those that are not this run's. */
    void await(Made made, Duration timeout) throws SiteException;

    /** A server, once it is ready. */
    Server server(ServerOrder order, Duration timeout) throws SiteException;

    /**
     * The client of a path, once its address is known.
     *
     * @param timeout until it says where it listens
     */
    ClientRun client(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException;

    /** Nothing more is ordered of it: the way to it may be closed. */
    default void noMoreFor(ClientPlace place) {}

    /** What is known of a server's pod now; null when it is gone. */
    @Nullable
    PodState pod(Server server);

    @Override
    void close();
}
