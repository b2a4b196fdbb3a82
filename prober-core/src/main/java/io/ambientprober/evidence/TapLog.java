package io.ambientprober.evidence;

import io.ambientprober.wire.Counts;
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
    private long zeros;
    private long firstZero;
    private final List<String> notes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

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
        if (packet.isZero() && zeros++ == 0) {
            firstZero = packet.number();
        }
    }

    void closed(long droppedByCapture, List<String> notesOfCapture, List<String> faultsOfCapture) {
        dropped = Counts.sum(dropped, droppedByCapture);
        notes.addAll(notesOfCapture);
        faults.addAll(faultsOfCapture);
    }

    TapReading reading() {
        List<String> all = new ArrayList<>(faults);
        if (zeros > 0) {
            all.add("packet " + firstZero + (zeros == 1 ? "" : ", and " + (zeros - 1) + " more,")
                    + (zeros == 1 ? " holds" : " hold") + " nothing but zeros");
        }
        return packets == 0
                ? new TapReading(tap, 0, 0, 0, 0, dropped, notes, all)
                : new TapReading(tap, packets, bytes, firstNanos, lastNanos, dropped, notes, all);
    }
}
