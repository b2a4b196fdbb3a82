package io.ambientprober.agent.capture;

import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Addresses as a kernel filter tests them: by their last 32 bits, which are all of an IPv4 address and tell the IPv6 addresses of a
 * cluster apart well enough; what passes by chance is told apart by whoever reads the packet.
 */
record AddressRanges(List<Range> ranges) {
    AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /** Both ends belong to it; unsigned. */
    record Range(long first, long last) {}

    /** At most {@code limit} ranges: where there are more, those with the smallest gaps between them are joined. */
    static AddressRanges of(Collection<IpAddress> addresses, int limit) {
        long[] keys = addresses.stream()
                .mapToLong(address -> address.low() & 0xFFFF_FFFFL)
                .sorted()
                .distinct()
                .toArray();
        long widest = widestGapToJoin(keys, limit);
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < keys.length; ) {
            int first = i++;
            while (i < keys.length && keys[i] - keys[i - 1] <= widest) {
                i++;
            }
            ranges.add(new Range(keys[first], keys[i - 1]));
        }
        return new AddressRanges(ranges);
    }

    private static long widestGapToJoin(long[] keys, int limit) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < keys.length; i++) {
            gaps.add(keys[i] - keys[i - 1]);
        }
        gaps.sort(Comparator.reverseOrder());
        // a gap of 1 costs nothing to join; limit - 1 gaps may stay open
        return gaps.size() < limit ? 1 : Math.max(1, gaps.get(limit - 1));
    }
}
