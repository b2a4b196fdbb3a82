package io.ambientprober.run;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshStatements;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a run takes place: a Kubernetes cluster, or a lab of network namespaces. Every call may block, and ends by itself within the
 * time it was given; what it could not do it says in a {@link SiteException}.
 */
public interface Site {
    /** Checks that a run is possible here, and notes what may explain a failure. */
    Survey survey() throws SiteException;

    /**
     * Makes all that a run needs: servers, their Services, clients, and an agent on every node; waits until the servers are ready and, where
     * they should be, enrolled.
     */
    List<ServerPlace> deploy(Coverage coverage, Duration timeout) throws SiteException;

    /** How servers can be dialled here. */
    default Set<Way> ways() {
        return EnumSet.of(Way.SERVICE);
    }

    /** Whether a node has a client and a server that are two. */
    default boolean pairsWithinNodes() {
        return true;
    }

    /**
     * Waits until a DENY on the denied port of servers in the mesh, and an ALLOW for the clients' identity on their identity port, were seen
     * to hold.
     */
    default void enforcePolicies(List<ServerPlace> servers, Duration timeout) throws SiteException {
        throw new SiteException("this site enforces no policies of a run");
    }

    /**
     * Asks the HBONE port of servers in the mesh who they are, and whether they let a stranger in.
     *
     * @return by the name of the server's order; nothing about servers that were not asked
     */
    default Map<String, HandshakeResult> handshakes(List<ServerPlace> servers, Duration timeout) throws SiteException {
        return Map.of();
    }

    /**
     * Asks the mesh what it says of the pods of these paths, while they are there. Never fails: what cannot be asked is said.
     *
     * @param paths the likeliest to be of interest first
     */
    default MeshStatements statements(List<ProbePath> paths, Duration timeout) {
        return MeshStatements.NONE;
    }

    /** Waits until the capture agent of a node answers. */
    Agent startAgent(String node, Duration timeout) throws SiteException;

    /** The client of a path, ready to be told what to send. */
    ClientRun startClient(ClientPlace place, CanaryOrder order) throws SiteException;

    /**
     * Which of these servers have ended, or are gone, also with their nodes; by the names of their orders.
     *
     * @param silentNodes whose agents do not answer any more
     */
    default Set<String> lostServers(List<ServerPlace> servers, Set<String> silentNodes) {
        return Set.of();
    }

    /** Takes away, in reverse order, everything that this run made. May be called at any time, also twice. */
    void cleanUp() throws SiteException;

    /**
     * What a site is like before a run.
     *
     * @param nodes that can be probed
     * @param causes configuration that may explain a failure; never part of a verdict
     * @param environment versions and settings, for the report
     * @param leftOut in words, which nodes are none of the run and why; empty when none
     */
    record Survey(List<String> nodes, List<Cause> causes, Map<String, String> environment, String leftOut) {}

    /** Inside or outside the mesh. */
    enum Zone {
        MESH,
        /** Not enrolled: the positive control. */
        PLAIN
    }

    /** What a client dials. */
    enum Way {
        SERVICE,
        POD_IP
    }

    /**
     * A server to make.
     *
     * @param name unique in the run, usable as a Kubernetes name
     */
    record ServerOrder(String name, String node, Zone zone) {}

    /**
     * A server that was made.
     *
     * @param service null where the site has no Services
     */
    record ServerPlace(
            ServerOrder order,
            Server server,
            @Nullable Service service,
            @Nullable Waypoint waypoint) {}

    /**
     * Where clients are: all paths that begin on a node, inside or outside of the mesh, have the same.
     *
     * @param name unique in the run, usable as a Kubernetes name
     */
    record ClientPlace(String name, String node, Zone zone) {}

    /** A client under way. */
    interface ClientRun {
        /** Who it is; known once it runs. */
        Client client() throws SiteException;

        /** Waits for its end, or that of the time. */
        ClientResult await(Duration timeout) throws SiteException;
    }

    /**
     * What a client came to.
     *
     * @param outcome null when it reported none, or what it reported says nothing of the mesh
     * @param notes what befell it, for the report
     */
    record ClientResult(@Nullable CanaryOutcome outcome, List<String> notes) {
        public ClientResult {
            notes = List.copyOf(notes);
        }
    }
}
