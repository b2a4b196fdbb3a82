package io.ambientprober.plan;

import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One client pod, one server pod, the Service between them, and what the client reported.
 *
 * @param id four lower-case hex digits, unique in the plan and part of every token of this path
 * @param service null when the client dialled the pod IP
 * @param waypoint null unless the mesh's configuration says that the Service has one
 * @param outcome null when the client never reported
 * @param handshake null when 15008 of the server was not checked actively
 */
public record ProbePath(
        String id,
        String name,
        Expectation expect,
        Client client,
        Server server,
        @Nullable Service service,
        @Nullable Waypoint waypoint,
        Canary canary,
        @Nullable Outcome outcome,
        @Nullable Handshake handshake) {

    /** The same path, after its server was checked actively. */
    public ProbePath with(Handshake found) {
        return new ProbePath(id, name, expect, client, server, service, waypoint, canary, outcome, found);
    }

    /** The same path, as if its client had reported nothing. */
    public ProbePath withoutOutcome() {
        return new ProbePath(id, name, expect, client, server, service, waypoint, canary, null, handshake);
    }

    /** The nodes of its client and its server. */
    public List<String> nodes() {
        return Stream.of(client.node(), server.node()).distinct().toList();
    }

    public enum Expectation {
        ENCRYPTED,
        /** The positive control, and pairs declared to be outside the mesh. */
        PLAINTEXT
    }

    /**
     * The pod that dials.
     *
     * @param enrolled what the control plane says, never a proof
     */
    public record Client(String namespace, String pod, String node, List<IpAddress> ips, boolean enrolled) {
        public Client {
            ips = List.copyOf(ips);
        }
    }

    /**
     * The pod that answers.
     *
     * @param port the target port of the canary in the pod
     */
    public record Server(String namespace, String pod, String node, List<IpAddress> ips, int port, boolean enrolled) {
        public Server {
            ips = List.copyOf(ips);
        }
    }

    /**
     * The Service in front of the server.
     *
     * @param ips the virtual addresses
     * @param port the Service's own port
     */
    public record Service(String name, List<IpAddress> ips, int port) {
        public Service {
            ips = List.copyOf(ips);
        }
    }

    public record Waypoint(List<IpAddress> ips) {
        public Waypoint {
            ips = List.copyOf(ips);
        }
    }

    /**
     * Canaries of a path.
     *
     * @param connections TCP connections, a canary each
     * @param requestBytes body bytes of each, towards the server
     * @param responseBytes body bytes of each, back
     * @param policyBytes body bytes of a try of a policy port, in each direction: never a whole canary
     */
    public record Canary(int connections, int requestBytes, int responseBytes, int policyBytes) {
        /** Two tokens: enough to be known by, and no canary. */
        public static final int POLICY_BYTES = 64;

        /** With tries of policy ports as every run makes them. */
        public Canary(int connections, int requestBytes, int responseBytes) {
            this(connections, requestBytes, responseBytes, POLICY_BYTES);
        }
    }

    /**
     * What the client reported.
     *
     * @param connected TCP connections opened
     * @param delivered complete answers received
     * @param peers remote addresses that the client's own kernel showed while connected
     * @param deniedPortReached null when not tried
     * @param identityPortReached null when not tried
     */
    public record Outcome(
            int connected,
            int delivered,
            List<IpAddress> peers,
            @Nullable Boolean deniedPortReached,
            @Nullable Boolean identityPortReached) {
        public Outcome {
            peers = List.copyOf(peers);
        }
    }

    /**
     * What the active check of 15008 found.
     *
     * @param mutual strangers were asked for a certificate and refused
     * @param spiffe the identity in the server's certificate; null when it holds none
     * @param findings in words; empty when the check left none
     */
    public record Handshake(boolean mutual, @Nullable String spiffe, List<String> findings) {
        public Handshake {
            findings = List.copyOf(findings);
        }

        public Handshake(boolean mutual, @Nullable String spiffe) {
            this(mutual, spiffe, List.of());
        }
    }
}
