package io.ambientprober.plan;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
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
 * @param egressPolicy in words, what may refuse that which the client's pod sends; null when nothing is known that does
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
        @Nullable CanaryOutcome outcome,
        @Nullable Handshake handshake,
        @Nullable String egressPolicy) {

    /** Of a client that no policy keeps from sending. */
    public ProbePath(
            String id,
            String name,
            Expectation expect,
            Client client,
            Server server,
            @Nullable Service service,
            @Nullable Waypoint waypoint,
            Canary canary,
            @Nullable CanaryOutcome outcome,
            @Nullable Handshake handshake) {
        this(id, name, expect, client, server, service, waypoint, canary, outcome, handshake, null);
    }

    /** The same path, after its server was checked actively. */
    public ProbePath with(Handshake found) {
        return new ProbePath(id, name, expect, client, server, service, waypoint, canary, outcome, found, egressPolicy);
    }

    /** The same path, whose client a policy may have kept from sending. */
    public ProbePath heldBackBy(String policy) {
        return new ProbePath(id, name, expect, client, server, service, waypoint, canary, outcome, handshake, policy);
    }

    /** The same path, as if its client had reported nothing. */
    public ProbePath withoutOutcome() {
        return new ProbePath(
                id, name, expect, client, server, service, waypoint, canary, null, handshake, egressPolicy);
    }

    /** The nodes of its client and its server. */
    public List<String> nodes() {
        return Stream.of(client.node(), server.node()).distinct().toList();
    }

    /** Of the pods, the Service and the waypoint, as far as they are known. */
    public Stream<IpAddress> addresses() {
        return Stream.of(
                        client.ips(),
                        server.ips(),
                        service == null ? List.<IpAddress>of() : service.ips(),
                        waypoint == null ? List.<IpAddress>of() : waypoint.ips())
                .flatMap(List::stream);
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
