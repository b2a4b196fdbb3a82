package io.ambientprober.wire;

import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.ApplicationData.Sum;
import java.util.ArrayList;
import java.util.List;

/** Counts the application-data records of one direction as they come. */
final class ApplicationDataCounter {
    private static final int[] OVERHEADS = {16, 17, 24};

    private final int[] first = new int[ApplicationData.FIRST];
    /** For each overhead how many, and their bytes; empty before the first small record. */
    private long[] small = {};

    private long records;
    private long bytes;

    /** A record with a body of this length begins. */
    void record(int length) {
        if (records < first.length) {
            first[(int) records] = length;
        } else if (length <= small(OVERHEADS.length - 1)) {
            for (int i = 0; i < OVERHEADS.length; i++) {
                if (length <= small(i)) {
                    addSmall(i, length);
                }
            }
        }
        records++;
    }

    private void addSmall(int overhead, int length) {
        if (small.length == 0) {
            small = new long[2 * OVERHEADS.length];
        }
        small[2 * overhead]++;
        small[2 * overhead + 1] += length;
    }

    private static int small(int overhead) {
        return ApplicationData.SMALL + ApplicationData.FRAME_HEADER + OVERHEADS[overhead];
    }

    /** So many bytes of bodies were captured. */
    void captured(int count) {
        bytes += count;
    }

    ApplicationData sums() {
        return new ApplicationData(records, bytes, firstLengths(), new Small(sum(0), sum(1), sum(2)));
    }

    private List<Integer> firstLengths() {
        List<Integer> lengths = new ArrayList<>(first.length);
        for (int i = 0; i < Math.min(records, first.length); i++) {
            lengths.add(first[i]);
        }
        return lengths;
    }

    private Sum sum(int overhead) {
        return small.length == 0 || small[2 * overhead] == 0
                ? Sum.NONE
                : new Sum(small[2 * overhead], small[2 * overhead + 1]);
    }
}
