package io.ambientprober.run;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Share;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a run takes place: a Kubernetes cluster, or a lab of network namespaces. It goes through stages, each of which is begun by a call of the
 * one before. Every call may block, and ends by itself within the time it was given; what it could not do it says in a {@link SiteException}.
 */
public interface Site {
    /** Checks that a run is possible here, and notes what may explain a failure. */
    Surveyed survey() throws SiteException;

    /** Nothing more is asked of what it made: ways to it are closed, and watches end. May be called at any time, also twice. */
    default void letGo() {}

    /** Removes, in reverse order, everything that this run made. May be called at any time, also twice. */
    void cleanUp() throws SiteException;

    /** It was looked at; nothing was made. */
    interface Surveyed {
        Survey survey();

        /** How servers can be dialled here. */
        default Set<Way> ways() {
            return EnumSet.of(Way.SERVICE);
        }

        /** Whether a node has a client and a server that are two. */
        default boolean pairsWithinNodes() {
            return true;
        }

        /** Of the site's nodes, those that can be probed. */
        default Share nodes() {
            int nodes = survey().nodes().size();
            return new Share(nodes, nodes, List.of());
        }

        /** The namespaces whose canaries are to be probed, in the order of the ring; empty where there is only one. */
        default List<String> namespaces() {
            return List.of();
        }

        /** Of those, and of those that were chosen and left out, the ones that refused canaries by now, and why. */
        default SortedMap<String, String> refusedNamespaces() {
            return new TreeMap<>();
        }

        /** The pods that are there beside those of the run; or why nobody can be asked about them. */
        default Section<Tenants> tenants() {
            return new Section.NotAsked<>("there are no other pods here");
        }

        /** Pods that are there already, from within which canaries are to be sent. */
        default List<ClientPlace> inPods() {
            return List.of();
        }

        /** Makes all that a run needs: servers, their Services, clients, and an agent on every node; waits for none of it. */
        Deployed deploy(Coverage coverage, Duration timeout) throws SiteException;
    }

    /** Everything is made. */
    interface Deployed {
        /** Waits until the servers are ready and, where they should be, enrolled. */
        Ready ready(Duration timeout) throws SiteException;
    }

    /** Servers can be dialled; agents and clients can be asked for. */
    interface Ready {
        List<ServerPlace> servers();

        /**
         * Waits until a DENY on the denied port of servers in the mesh, and an ALLOW for the clients' identity on their identity port, were
         * seen to hold.
         */
        default void enforcePolicies(Duration timeout) throws SiteException {
            throw new SiteException("this site enforces no policies of a run");
        }

        /**
         * Asks the HBONE port of servers in the mesh who they are, and whether they let a stranger in.
         *
         * @param asked some of the servers
         * @return by the name of the server's order; nothing about servers that were not asked
         */
        default Map<String, HandshakeResult> handshakes(List<ServerPlace> asked, Duration timeout)
                throws SiteException {
            return Map.of();
        }

        /**
         * Asks the mesh what it says of pods, while they are there. Never fails: what cannot be asked is said.
         *
         * @param paths of the canaries; the likeliest to be of interest first
         * @param others on any nodes
         */
        default MeshAnswers askMesh(List<ProbePath> paths, Collection<EnrolledPod> others, Duration timeout) {
            return MeshAnswers.NONE;
        }

        /** A pod from within which canaries are sent, of the places that {@link Surveyed#inPods} names. */
        default InPod inPod(ClientPlace place) {
            throw new IllegalArgumentException("nothing is sent from within pods here");
        }

        /** Waits until the capture agent of a node answers. */
        Agent startAgent(String node, Duration timeout) throws SiteException;

        /**
         * The client of a path, ready to be told what to send.
         *
         * @param timeout for it to start
         */
        ClientRun startClient(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException;

        /** Nothing more is ordered of a client: what is kept open to it may be closed. */
        default void noMoreFor(ClientPlace place) {}

        /**
         * Which servers have ended, or are gone, also with their nodes; by the names of their orders.
         *
         * @param silentNodes whose agents do not answer, or never did
         */
        default Set<String> lostServers(Set<String> silentNodes) {
            return Set.of();
        }

        /** Which servers there are none of because their namespaces refused them, and why; by the names of their orders. */
        default Map<String, String> refusedServers() {
            return Map.of();
        }

        /** Whether the API server did not answer for a time, so that the mesh may not have known of a client. */
        default boolean wasAway() {
            return false;
        }
    }

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
     * @param namespace empty for the only one that its zone has
     */
    record ServerOrder(String name, String node, Zone zone, String namespace) {
        public ServerOrder(String name, String node, Zone zone) {
            this(name, node, zone, "");
        }
    }

    /**
     * A server that was made.
     *
     * @param service null where the site has no Services
     * @param throughWaypoint how one has to dial it to be sent through the waypoint
     */
    record ServerPlace(
            ServerOrder order,
            Server server,
            @Nullable Service service,
            @Nullable Waypoint waypoint,
            Set<Way> throughWaypoint) {
        public ServerPlace {
            throughWaypoint = Set.copyOf(throughWaypoint);
        }

        /** Whose waypoint takes what is sent to its Service. */
        public ServerPlace(ServerOrder order, Server server, @Nullable Service service, @Nullable Waypoint waypoint) {
            this(order, server, service, waypoint, Set.of(Way.SERVICE));
        }

        /** What is in between for anyone who dials it so; null for nothing. */
        @Nullable
        Waypoint waypoint(Way way) {
            return throughWaypoint.contains(way) ? waypoint : null;
        }
    }

    /**
     * Where clients are: all paths that begin on a node, inside or outside of the mesh, have the same.
     *
     * @param name unique in the run, usable as a Kubernetes name
     * @param namespace empty for the only one that its zone has
     */
    record ClientPlace(String name, String node, Zone zone, String namespace) {
        public ClientPlace(String name, String node, Zone zone) {
            this(name, node, zone, "");
        }
    }

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
     * @param notes what happened to it, for the report
     */
    record ClientResult(CanaryOutcome reported, List<String> notes) {
        public ClientResult {
            notes = List.copyOf(notes);
        }
    }
}
