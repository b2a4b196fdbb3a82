package io.ambientprober.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * What reading one capture came to.
 *
 * @param tap the id of the plan's tap
 * @param packets packets read
 * @param bytes captured bytes read, without the file's own headers
 * @param firstNanos time of the earliest packet, nanoseconds since 1970; 0 without packets
 * @param lastNanos time of the latest packet
 * @param dropped packets that the capture itself says were lost (pcapng interface statistics)
 * @param notes what a reader of the report should know of this capture, for example which interface dropped packets
 * @param faults why the capture is not whole, each with the byte or packet; empty when nothing is wrong
 */
public record TapReading(
        String tap,
        long packets,
        long bytes,
        long firstNanos,
        long lastNanos,
        long dropped,
        List<String> notes,
        List<String> faults) {
    public TapReading {
        notes = List.copyOf(notes);
        faults = List.copyOf(faults);
    }

    /** The same with packets that nobody judged, and why. */
    public TapReading dropping(long more, String why) {
        List<String> all = new ArrayList<>(notes);
        all.add(why);
        return new TapReading(tap, packets, bytes, firstNanos, lastNanos, dropped + more, all, faults);
    }

    /** The same of a file that holds these packets of those read. */
    public TapReading holding(long packets, long bytes, long firstNanos, long lastNanos) {
        return new TapReading(tap, packets, bytes, firstNanos, lastNanos, dropped, notes, faults);
    }
}
