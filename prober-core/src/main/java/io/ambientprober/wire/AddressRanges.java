package io.ambientprober.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Addresses as a kernel filter tests them: by their last 32 bits, which are all of an IPv4 address and tell the IPv6 addresses of a
 * cluster apart well enough; what passes by chance is told apart by the reader of the packet.
 *
 * @param ranges in ascending order, none of which meets another
 */
public record AddressRanges(List<Range> ranges) {
    public static final AddressRanges NONE = new AddressRanges(List.of());

    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /** Both ends belong to it; unsigned numbers of 32 bits. */
    public record Range(long first, long last) {}

    /** At most {@code limit} ranges: where there are more, those with the smallest gaps between them are joined. */
    public static AddressRanges of(Collection<IpAddress> addresses, int limit) {
        return NONE.with(addresses, limit);
    }

    /** These and further addresses, in at most {@code limit} ranges. */
    public AddressRanges with(Collection<IpAddress> addresses, int limit) {
        List<Range> all = new ArrayList<>(ranges);
        for (IpAddress address : addresses) {
            long key = address.low() & 0xFFFF_FFFFL;
            all.add(new Range(key, key));
        }
        List<Range> apart = joined(all, 1);
        return new AddressRanges(joined(apart, widestGapToJoin(apart, limit)));
    }

    /** @param gap between the last of one and the first of another that are joined */
    private static List<Range> joined(List<Range> ranges, long gap) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range before = joined.isEmpty() ? null : joined.getLast();
            if (before == null || range.first() - before.last() > gap) {
                joined.add(range);
            } else {
                joined.set(joined.size() - 1, new Range(before.first(), Math.max(before.last(), range.last())));
            }
        }
        return joined;
    }

    private static long widestGapToJoin(List<Range> apart, int limit) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < apart.size(); i++) {
            gaps.add(apart.get(i).first() - apart.get(i - 1).last());
        }
        gaps.sort(Comparator.reverseOrder());
        // a gap of 1 costs nothing to join; limit - 1 gaps may stay open
        return gaps.size() < limit ? 1 : Math.max(1, gaps.get(limit - 1));
    }
}
