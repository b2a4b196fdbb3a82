package io.ambientprober.wire;

import java.util.Arrays;
import java.util.Collection;

/**
 * A bounded number of addresses, each with a port or with the port 0, looked up for every packet without making an object: open addressing,
 * with a hash that nobody can choose collisions of.
 */
public final class EndTable {
    private static final int FREE = -1;

    private final int most;
    private final int[] port;
    private final long[] high;
    private final long[] low;
    private int size;
    /** Looked up last: most look-ups repeat it. */
    private int last;

    /** @param most that it holds */
    public EndTable(int most) {
        this.most = most;
        int length = Integer.highestOneBit(Math.max(4, most)) * 4;
        port = new int[length];
        high = new long[length];
        low = new long[length];
        Arrays.fill(port, FREE);
    }

    /** A table of some addresses, each with the port 0. */
    public static EndTable of(Collection<IpAddress> addresses) {
        EndTable table = new EndTable(addresses.size());
        addresses.forEach(address -> table.add(address.high(), address.low(), 0));
        return table;
    }

    /**
     * Adds an end that is not in it yet.
     *
     * @param itsHigh upper 64 bits of the address, see {@link IpAddress}
     * @return false where it would be one too many
     */
    public boolean add(long itsHigh, long itsLow, int itsPort) {
        int place = place(itsHigh, itsLow, itsPort);
        if (port[place] != FREE) {
            return true;
        }
        if (size == most) {
            return false;
        }
        size++;
        port[place] = itsPort;
        high[place] = itsHigh;
        low[place] = itsLow;
        return true;
    }

    /** Whether {@link #add} put it in. */
    public boolean contains(long itsHigh, long itsLow, int itsPort) {
        return port[place(itsHigh, itsLow, itsPort)] != FREE;
    }

    /** Numbers that {@link #place} returns are below it. */
    public int places() {
        return port.length;
    }

    /** Where an end stands, or would stand if it were added next. */
    public int place(long itsHigh, long itsLow, int itsPort) {
        if (port[last] == itsPort && low[last] == itsLow && high[last] == itsHigh) {
            return last;
        }
        int mask = port.length - 1;
        int place = FlowHash.end(itsHigh, itsLow, itsPort) & mask;
        while (port[place] != FREE && (port[place] != itsPort || low[place] != itsLow || high[place] != itsHigh)) {
            place = place + 1 & mask;
        }
        last = place;
        return place;
    }

    /** The address that stands there. */
    public IpAddress address(int place) {
        return new IpAddress(high[place], low[place]);
    }
}
