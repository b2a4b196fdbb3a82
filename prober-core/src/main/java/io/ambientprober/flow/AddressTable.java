package io.ambientprober.flow;

import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Addresses by number, in four bytes where they are of IPv4. Even numbers are of IPv4, odd ones of IPv6. */
final class AddressTable {
    private final int[] v4;
    /** Both halves of each. */
    private final long[] v6;

    private AddressTable(int[] v4, long[] v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    IpAddress get(long number) {
        int place = (int) (number >>> 1);
        return (number & 1) == 0 ? IpAddress.v4(v4[place]) : new IpAddress(v6[2 * place], v6[2 * place + 1]);
    }

    /** Numbers addresses as they come. */
    static final class Builder {
        private final Map<IpAddress, Integer> numbers = new HashMap<>();
        private final List<IpAddress> v4 = new ArrayList<>();
        private final List<IpAddress> v6 = new ArrayList<>();

        int number(IpAddress address) {
            return numbers.computeIfAbsent(address, this::add);
        }

        private int add(IpAddress address) {
            return address.isV4() ? 2 * add(v4, address) : 2 * add(v6, address) + 1;
        }

        private static int add(List<IpAddress> kind, IpAddress address) {
            kind.add(address);
            return kind.size() - 1;
        }

        AddressTable build() {
            return new AddressTable(
                    v4.stream().mapToInt(address -> (int) address.low()).toArray(),
                    v6.stream()
                            .flatMapToLong(address -> LongStream.of(address.high(), address.low()))
                            .toArray());
        }
    }
}
