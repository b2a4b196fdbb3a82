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

    /**
     * Takes the first ones away where more bytes come behind them, and not near to them.
     *
     * @return how many bytes they had
     */
    long takeAwayStray(int distance) {
        long all = queue.stream().mapToLong(Segment::length).sum();
        long before = 0;
        long stray = 0;
        int end = lowest();
        int count = 0;
        for (int i = 0; i < queue.size(); i++) {
            Segment segment = queue.get(i);
            if (segment.sequence() - end > distance && before < all - before) {
                stray = before;
                count = i;
            }
            before += segment.length();
            end = Math.max(0, segment.sequence() + segment.length() - end) + end;
        }
        for (int i = 0; i < count; i++) {
            poll(queue.getFirst().sequence());
        }
        return stray;
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
