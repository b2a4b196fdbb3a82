package io.ambientprober.evidence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The packets of a loopback device that held one path's token, so far. */
final class LoopbackLog {
    private final String pathId;
    private @Nullable PacketRef first;
    private long packets;
    private long lastPacket;

    LoopbackLog(String pathId) {
        this.pathId = pathId;
    }

    /**
     * One token.
     *
     * @param packet a number that only this packet has
     * @return whether the packet is the first
     */
    boolean token(long packet) {
        if (packet == lastPacket) {
            return false;
        }
        lastPacket = packet;
        return ++packets == 1;
    }

    void first(PacketRef packet) {
        first = packet;
    }

    /** Empty without a packet. */
    Optional<LoopbackEvidence> evidence() {
        return Optional.ofNullable(first).map(packet -> new LoopbackEvidence(pathId, packets, packet));
    }
}
