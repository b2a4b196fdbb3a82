package io.ambientprober.evidence;

import java.util.List;

/**
 * The token of one path, read in the clear.
 *
 * @param pathId four hex digits
 * @param v4 seen in an IPv4 packet
 * @param v6 seen in an IPv6 packet
 * @param packets captured packets that held it; one packet seen on two devices counts twice
 * @param requests connections whose client was read
 * @param responses connections whose server was read
 * @param sightings the first few, in the order of capture
 */
public record ClearEvidence(
        String pathId, boolean v4, boolean v6, long packets, int requests, int responses, List<Sighting> sightings) {
    /** Sightings kept of a path on a node: enough to look up, few enough for any report. */
    public static final int MAX_SIGHTINGS = 8;

    public ClearEvidence {
        sightings = List.copyOf(sightings);
    }
}
