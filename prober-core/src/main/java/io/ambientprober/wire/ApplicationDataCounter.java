package io.ambientprober.wire;

import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.ApplicationData.Sum;
import java.util.Arrays;

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
        return new ApplicationData(
                records,
                bytes,
                Arrays.stream(first, 0, (int) Math.min(records, first.length))
                        .boxed()
                        .toList(),
                new Small(sum(0), sum(1), sum(2)));
    }

    private Sum sum(int overhead) {
        return new Sum(smallRecords[overhead], smallBytes[overhead]);
    }
}
