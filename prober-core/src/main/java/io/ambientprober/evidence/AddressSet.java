package io.ambientprober.evidence;

import io.ambientprober.wire.IpAddress;
import java.util.Collection;

/** Addresses, looked up for every packet without making an object. */
final class AddressSet {
    private final long[] high;
    private final long[] low;
    private final boolean[] used;

    AddressSet(Collection<IpAddress> addresses) {
        int size = Integer.highestOneBit(Math.max(8, addresses.size() * 2)) * 2;
        high = new long[size];
        low = new long[size];
        used = new boolean[size];
        for (IpAddress address : addresses) {
            int slot = slotOf(address.high(), address.low());
            used[slot] = true;
            high[slot] = address.high();
            low[slot] = address.low();
        }
    }

    boolean contains(long itsHigh, long itsLow) {
        return used[slotOf(itsHigh, itsLow)];
    }

    private int slotOf(long itsHigh, long itsLow) {
        int mask = used.length - 1;
        // Fibonacci hashing
        long product = (itsHigh * 31 + itsLow) * 0x9E3779B97F4A7C15L;
        int slot = (int) (product >>> 32) & mask;
        while (used[slot] && (low[slot] != itsLow || high[slot] != itsHigh)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
