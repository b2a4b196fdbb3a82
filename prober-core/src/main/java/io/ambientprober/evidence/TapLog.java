package io.ambientprober.evidence;

import io.ambientprober.wire.Packet;
import java.util.ArrayList;
import java.util.List;

/** What has been read of one tap so far. */
final class TapLog {
    private final String tap;
    private long packets;
    private long bytes;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private long dropped;
    private final List<String> notes = new ArrayList<>();

    TapLog(String tap) {
        this.tap = tap;
    }

    String tap() {
        return tap;
    }

    void packet(Packet packet) {
        packets++;
        bytes += packet.captured();
        firstNanos = Math.min(firstNanos, packet.timeNanos());
        lastNanos = Math.max(lastNanos, packet.timeNanos());
    }

    void closed(long droppedByCapture, List<String> notesOfCapture) {
        dropped += droppedByCapture;
        notes.addAll(notesOfCapture);
    }

    TapReading reading() {
        return packets == 0
                ? new TapReading(tap, 0, 0, 0, 0, dropped, notes)
                : new TapReading(tap, packets, bytes, firstNanos, lastNanos, dropped, notes);
    }
}
