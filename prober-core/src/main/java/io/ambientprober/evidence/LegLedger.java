package io.ambientprober.evidence;

import io.ambientprober.evidence.PathEvidence.LegAccount;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.wire.Counts;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets the TLS application data of a leg against the canary bytes that were delivered over it. */
final class LegLedger {
    private static final int TLS_1_2 = 0x0303;
    /** Tag and content type of a TLS 1.3 record (RFC 8446, section 5.2). */
    private static final int TLS_1_3_OVERHEAD = 17;
    /** Explicit nonce and tag of an AES-GCM record in TLS 1.2 (RFC 5288). */
    private static final int GCM_OVERHEAD = 24;
    /** Tag of a ChaCha20-Poly1305 record in TLS 1.2 (RFC 7905), suites 0xCCA8 to 0xCCAE. */
    private static final int CHACHA_OVERHEAD = 16;

    private LegLedger() {}

    /** What a node captured of one direction. */
    private record Side(String node, long captured, long missing) {
        Side plus(Side other) {
            return new Side(node, captured + other.captured, missing + other.missing);
        }

        boolean balances(long delivered) {
            return missing == 0 && captured >= delivered;
        }
    }

    /**
     * The account of the node that saw most, of each direction by itself: a device may show only what its own pod sends.
     *
     * @param connections the leg's, from every node that saw them
     * @param sharing the paths whose canaries ride on the leg
     */
    static LegAccount settle(String leg, List<Seen<Connection>> connections, List<ProbePath> sharing) {
        long request = 0;
        long response = 0;
        for (ProbePath path : sharing) {
            Outcome outcome = path.outcome();
            if (outcome != null) {
                request = Counts.sum(
                        request, (long) outcome.delivered() * path.canary().requestBytes());
                response = Counts.sum(
                        response, (long) outcome.delivered() * path.canary().responseBytes());
            }
        }
        if (connections.isEmpty()) {
            return new LegAccount(leg, null, request, response, 0, 0, 0);
        }
        Side there = best(connections, Direction.CLIENT_TO_SERVER, request);
        Side back = best(connections, Direction.SERVER_TO_CLIENT, response);
        return new LegAccount(
                leg,
                there.node.equals(back.node) ? there.node : there.node + " and " + back.node,
                request,
                response,
                there.captured,
                back.captured,
                there.missing + back.missing + (clientHelloLost(connections) ? 1 : 0));
    }

    private static Side best(List<Seen<Connection>> connections, Direction direction, long delivered) {
        Map<String, Side> byNode = new LinkedHashMap<>();
        for (Seen<Connection> seen : connections) {
            byNode.merge(seen.node(), side(seen, direction), Side::plus);
        }
        return byNode.values().stream()
                .max(Comparator.comparing((Side side) -> side.balances(delivered))
                        .thenComparingLong(Side::captured))
                .orElseThrow();
    }

    private static Side side(Seen<Connection> seen, Direction direction) {
        Connection connection = seen.what();
        return new Side(seen.node(), applicationData(connection, direction), unknown(connection.half(direction)));
    }

    /** A ServerHello answers a ClientHello: when no node read that one, some of the connection was not captured. */
    private static boolean clientHelloLost(List<Seen<Connection>> connections) {
        return connections.stream()
                .map(Seen::what)
                .filter(connection -> connection.tls().serverHello() != null)
                .anyMatch(answered -> connections.stream()
                        .map(Seen::what)
                        .filter(answered::hasSameEnds)
                        .allMatch(connection -> connection.tls().clientHello() == null));
    }

    private static long applicationData(Connection connection, Direction direction) {
        return switch (connection.half(direction).framing()) {
            case Framing.Tls tls ->
                Math.max(
                        0,
                        tls.applicationBytes()
                                - tls.applicationRecords()
                                        * overhead(connection.tls().serverHello()));
            case Framing.Empty ignored -> 0;
            case Framing.Unaligned ignored -> 0;
            case Framing.NotTls ignored -> 0;
        };
    }

    /** Of a record; the largest where nobody read which version and suite it is. */
    private static int overhead(@Nullable ServerHello hello) {
        if (hello == null) {
            return GCM_OVERHEAD;
        }
        if (hello.version() > TLS_1_2) {
            return TLS_1_3_OVERHEAD;
        }
        return hello.cipherSuite() >= 0xCCA8 && hello.cipherSuite() <= 0xCCAE ? CHACHA_OVERHEAD : GCM_OVERHEAD;
    }

    /** Bytes that cannot be shown to be TLS: not captured, or too few to find a record among them. */
    private static long unknown(Half half) {
        return half.missingBytes()
                + switch (half.framing()) {
                    case Framing.Unaligned unaligned -> unaligned.bytes();
                    case Framing.Tls ignored -> 0;
                    case Framing.Empty ignored -> 0;
                    case Framing.NotTls ignored -> 0;
                };
    }
}
