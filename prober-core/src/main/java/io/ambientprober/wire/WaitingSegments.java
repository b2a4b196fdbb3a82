package io.ambientprober.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TCP segments of one direction that came early, in the order of their sequence numbers. */
final class WaitingSegments {
    /**
     * A segment that came early.
     *
     * @param data the captured bytes
     * @param length bytes on the wire
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy per segment is enough
    record Segment(int sequence, byte[] data, int length) {}

    private final List<Segment> queue = new ArrayList<>(0);
    private final WaitingBudget budget;
    private int bytes;

    WaitingSegments(WaitingBudget budget) {
        this.budget = budget;
    }

    /**
     * Adds a segment, unless it or more of it waits already.
     *
     * @return whether the one that waits says something else
     */
    boolean add(int sequence, byte[] data, int at, int captured, int length) {
        int place = queue.size();
        while (place > 0 && queue.get(place - 1).sequence() - sequence > 0) {
            place--;
        }
        if (place > 0 && covers(queue.get(place - 1), sequence, captured, length)) {
            return !Arrays.equals(queue.get(place - 1).data(), 0, captured, data, at, at + captured);
        }
        queue.add(place, new Segment(sequence, Arrays.copyOfRange(data, at, at + captured), length));
        bytes += captured;
        budget.taken(captured);
        return false;
    }

    private static boolean covers(Segment segment, int sequence, int captured, int length) {
        return segment.sequence() == sequence && segment.length() >= length && segment.data().length >= captured;
    }

    /** Takes the first segment away if it begins at {@code next} or before it; else null. */
    @Nullable
    Segment poll(int next) {
        if (queue.isEmpty() || queue.getFirst().sequence() - next > 0) {
            return null;
        }
        Segment segment = queue.removeFirst();
        bytes -= segment.data().length;
        budget.givenBack(segment.data().length);
        return segment;
    }

    int lowest() {
        return queue.getFirst().sequence();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether it is time to go on without what is missing: for these limits, or because all connections together hold too much. */
    boolean holdsMoreThan(int segments, int itsBytes) {
        return queue.size() > segments || bytes > itsBytes || budget.isSpent();
    }
}
