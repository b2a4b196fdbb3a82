package io.ambientprober.agent.capture;

import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.evidence.PlanEnds;
import io.ambientprober.evidence.PlanEnds.Whose;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpNumbers;
import io.ambientprober.wire.Packet;

/**
 * How much of a packet may be kept as evidence: all of one with a token of the run, and of HBONE of the plan, which is encrypted. Of all
 * other packets headers only: what they carry may be a tenant's.
 */
final class KeptPackets {
    /** By which every handshake is over, on a node that shows each packet on four devices. */
    private static final int BEGINNING = 64;

    /** With a token, of one path: one would do, and may take 64 KB. */
    private static final int TOKENS = 2;

    /** A cooked header and one of IPv4, where nothing is known of what follows. */
    private static final int LEAST_HEADERS = 40;

    /** Of one packet: headers, of tunnels too. */
    private static final int MOST_HEADERS = 128;

    private final PlanEnds ends;
    private final int hbonePort;
    /** Packets with a token, by the number of their path. */
    private final byte[] tokens = new byte[1 << 16];

    KeptPackets(Plan plan) {
        ends = new PlanEnds(plan);
        hbonePort = plan.hbonePort();
    }

    /** Of the packet that the observer has just read. One with a token is the run's own, wherever it goes. */
    Whose whose(NodeObserver observer) {
        Whose whose = ends.whose(observer.headers());
        return observer.isTokenRead() ? Whose.OWN : whose;
    }

    /** Of the packet asked about last, the end that is not the plan's. */
    PlanEnds ends() {
        return ends;
    }

    /** The bytes that may be kept. */
    int bytes(Packet packet, NodeObserver observer, Whose whose) {
        Headers headers = observer.headers();
        boolean whole = observer.isTokenRead()
                || (whose == Whose.OWN || whose == Whose.PERHAPS_OWN) && (isHbone(headers) || isPartOfTcp(headers));
        return whole ? packet.captured() : Math.min(packet.captured(), headersOf(packet, headers));
    }

    /** What a verdict may be made of: the first packets with a path's token, and the first of a connection without one. */
    Tells tells(NodeObserver observer) {
        int path = observer.clearPath();
        if (path != NodeObserver.NO_PATH) {
            return tokens[path] < TOKENS && tokens[path]++ < TOKENS ? Tells.OF_A_TOKEN : Tells.NOTHING_NEW;
        }
        long packets = observer.packetsOfConnection();
        return packets > 0 && packets <= BEGINNING ? Tells.HOW_A_CONNECTION_BEGAN : Tells.NOTHING_NEW;
    }

    private boolean isHbone(Headers headers) {
        return headers.kind() == Headers.Kind.TCP
                && (headers.destinationPort() == hbonePort || headers.sourcePort() == hbonePort);
    }

    /** A fragment does not say which port it is of. */
    private static boolean isPartOfTcp(Headers headers) {
        return headers.kind() == Headers.Kind.IP && headers.protocol() == IpNumbers.TCP;
    }

    private static int headersOf(Packet packet, Headers headers) {
        return headers.isReassembled()
                ? LEAST_HEADERS
                : Math.min(MOST_HEADERS, Math.max(LEAST_HEADERS, headers.payloadAt() - packet.offset()));
    }
}
