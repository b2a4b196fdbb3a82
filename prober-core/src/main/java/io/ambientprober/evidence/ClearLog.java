package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What has been read of one path's token so far. */
final class ClearLog {
    /** Connection numbers told apart; a path has a handful. */
    private static final int MAX_SEQUENCE = 4096;

    private final String pathId;
    private final int maxSightings;
    private final BitSet requests = new BitSet();
    private final BitSet responses = new BitSet();
    private final List<Sighting> sightings = new ArrayList<>();
    private boolean v4;
    private boolean v6;
    private long packets;
    private long lastPacket;

    ClearLog(String pathId, int maxSightings) {
        this.pathId = pathId;
        this.maxSightings = maxSightings;
    }

    /**
     * One token.
     *
     * @param packet a number that only this packet has
     * @return whether it is the packet's first of this path, and there is room for a sighting
     */
    boolean token(long packet, long sequence, Direction direction) {
        int number = (int) Math.min(sequence, MAX_SEQUENCE);
        switch (direction) {
            case CLIENT_TO_SERVER -> requests.set(number);
            case SERVER_TO_CLIENT -> responses.set(number);
        }
        if (packet == lastPacket) {
            return false;
        }
        lastPacket = packet;
        packets++;
        return sightings.size() < maxSightings;
    }

    void family(boolean isV4) {
        v4 |= isV4;
        v6 |= !isV4;
    }

    void sighting(Sighting sighting) {
        sightings.add(sighting);
    }

    boolean isEmpty() {
        return packets == 0;
    }

    ClearEvidence evidence() {
        return new ClearEvidence(pathId, v4, v6, packets, requests.cardinality(), responses.cardinality(), sightings);
    }
}
