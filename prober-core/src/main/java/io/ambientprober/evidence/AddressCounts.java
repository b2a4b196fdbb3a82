package io.ambientprober.evidence;

import io.ambientprober.wire.EndTable;
import io.ambientprober.wire.IpAddress;
import java.util.Collection;
import java.util.Set;

/**
 * A number for each of many addresses, added to for every packet without making an object. Of addresses beyond those that there is room for
 * one number is kept, for all of them together.
 */
public final class AddressCounts {
    private final EndTable addresses;
    private final long[] count;
    private long others;

    /** @param most addresses told apart */
    public AddressCounts(int most) {
        addresses = new EndTable(most);
        count = new long[addresses.places()];
    }

    /**
     * Adds a number to an address.
     *
     * @param high upper 64 bits of the address, see {@link IpAddress}
     */
    public void add(long high, long low, long number) {
        int place = addresses.place(high, low, 0);
        if (count[place] > 0) {
            count[place] += number;
        } else if (addresses.add(high, low, 0)) {
            count[addresses.place(high, low, 0)] += number;
        } else {
            others += number;
        }
    }

    /** What an address comes to; where it has no place, what all others do. */
    public long of(long high, long low) {
        long itsCount = count[addresses.place(high, low, 0)];
        return itsCount == 0 ? others : itsCount;
    }

    /** Of some addresses, and of all that were not told apart: they may be among those. */
    public long atMostOf(Collection<IpAddress> some) {
        return others
                + some.stream()
                        .distinct()
                        .mapToLong(address -> count[addresses.place(address.high(), address.low(), 0)])
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
        for (int place = 0; place < count.length; place++) {
            if (count[place] > largest) {
                IpAddress address = addresses.address(place);
                whose = excepted.contains(address) ? whose : address;
                largest = excepted.contains(address) ? largest : count[place];
            }
        }
        return whose == null ? "" : ", the most of them (" + largest + ") of " + whose;
    }
}
