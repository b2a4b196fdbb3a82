package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.List;

/**
 * One packet that held a token in the clear.
 *
 * @param packet its place in the capture, from 1, as Wireshark counts
 * @param device the index of the device on its node, 0 where the capture does not say
 * @param timeNanos nanoseconds since 1970
 * @param transport {@code tcp}, {@code udp}, or {@code ip} and the protocol's number
 * @param source innermost addresses and ports; port 0 where the transport has none
 * @param tunnels outermost first, for example {@code vxlan 42}
 * @param sequence the canary connection's number, from the token
 * @param excerpt the first bytes of the payload, escaped to printable ASCII
 */
public record Sighting(
        String tap,
        long packet,
        int device,
        long timeNanos,
        String transport,
        IpAddress source,
        int sourcePort,
        IpAddress destination,
        int destinationPort,
        List<String> tunnels,
        long sequence,
        Direction direction,
        String excerpt) {
    public Sighting {
        tunnels = List.copyOf(tunnels);
    }
}
