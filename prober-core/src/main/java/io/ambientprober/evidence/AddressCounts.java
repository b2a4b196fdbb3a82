package io.ambientprober.evidence;

import io.ambientprober.wire.FlowHash;
import io.ambientprober.wire.IpAddress;
import java.util.Collection;
import java.util.Set;

/**
 * A number for each of many addresses, added to for every packet without making an object. Of addresses beyond those that there is room for
 * one number is kept, for all of them together.
 */
public final class AddressCounts {
    private final int most;
    private final long[] high;
    private final long[] low;
    private final long[] count;
    private int size;
    private long others;

    /** @param most addresses told apart */
    public AddressCounts(int most) {
        this.most = most;
        int length = Integer.highestOneBit(Math.max(4, most)) * 4;
        high = new long[length];
        low = new long[length];
        count = new long[length];
    }

    /**
     * Adds a number above zero.
     *
     * @param itsHigh upper 64 bits of the address, see {@link IpAddress}
     * @return what the address comes to; where it has no place, what all others do
     */
    public long add(long itsHigh, long itsLow, long number) {
        int slot = slotOf(itsHigh, itsLow);
        if (count[slot] == 0) {
            if (size == most) {
                others += number;
                return others;
            }
            size++;
            high[slot] = itsHigh;
            low[slot] = itsLow;
        }
        count[slot] += number;
        return count[slot];
    }

    /** What {@link #add} of nothing would say. */
    public long of(long itsHigh, long itsLow) {
        long itsCount = count[slotOf(itsHigh, itsLow)];
        return itsCount == 0 && size == most ? others : itsCount;
    }

    /** Of these addresses, and of all that were not told apart: they may be among those. */
    public long atMostOf(Collection<IpAddress> addresses) {
        return others
                + addresses.stream()
                        .distinct()
                        .mapToLong(address -> count[slotOf(address.high(), address.low())])
                        .sum();
    }

    public long total() {
        long total = others;
        for (long each : count) {
            total += each;
        }
        return total;
    }

    /** Who has the most, as a finding says it behind a number of packets; empty where nothing was added. */
    public String loudest() {
        return loudestBut(Set.of());
    }

    /** The same of all addresses but some. */
    public String loudestBut(Set<IpAddress> excepted) {
        long largest = 0;
        IpAddress whose = null;
        for (int slot = 0; slot < count.length; slot++) {
            if (count[slot] > largest) {
                IpAddress address = new IpAddress(high[slot], low[slot]);
                whose = excepted.contains(address) ? whose : address;
                largest = excepted.contains(address) ? largest : count[slot];
            }
        }
        return whose == null ? "" : ", the most of them (" + largest + ") of " + whose;
    }

    private int slotOf(long itsHigh, long itsLow) {
        int mask = count.length - 1;
        int slot = FlowHash.end(itsHigh, itsLow, 0) & mask;
        while (count[slot] != 0 && (low[slot] != itsLow || high[slot] != itsHigh)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
