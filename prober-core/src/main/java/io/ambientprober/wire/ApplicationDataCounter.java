package io.ambientprober.wire;

import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.ApplicationData.Sum;
import java.util.ArrayList;
import java.util.List;

/** Counts the application-data records of one direction as they come. */
final class ApplicationDataCounter {
    private static final int[] OVERHEADS = {16, 17, 24};

    private final int[] first = new int[ApplicationData.FIRST];
    private final long[] smallRecords = new long[OVERHEADS.length];
    private final long[] smallBytes = new long[OVERHEADS.length];
    private long records;
    private long bytes;

    /** A record with a body of this length begins. */
    void record(int length) {
        if (records < first.length) {
            first[(int) records] = length;
        } else if (length <= small(OVERHEADS.length - 1)) {
            for (int i = 0; i < OVERHEADS.length; i++) {
                if (length <= small(i)) {
                    smallRecords[i]++;
                    smallBytes[i] += length;
                }
            }
        }
        records++;
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
        return smallRecords[overhead] == 0 ? Sum.NONE : new Sum(smallRecords[overhead], smallBytes[overhead]);
    }
}
