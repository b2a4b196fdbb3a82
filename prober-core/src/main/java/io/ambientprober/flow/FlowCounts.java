package io.ambientprober.flow;

import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.RandomAccess;

/**
 * Counts, packed into some 50 bytes each: a large cluster has hundreds of thousands of them. Addresses are held once, and each count is a row of
 * numbers of seven bits to the byte (as LEB128).
 */
final class FlowCounts extends AbstractList<FlowCount> implements RandomAccess {
    /** Both halves of each. */
    private final long[] addresses;

    private final byte[] rows;
    private final int[] starts;

    private FlowCounts(long[] addresses, byte[] rows, int[] starts) {
        this.addresses = addresses;
        this.rows = rows;
        this.starts = starts;
    }

    /** In the order in which they come. */
    static FlowCounts of(Collection<FlowCount> counts) {
        return counts instanceof FlowCounts packed ? packed : pack(counts);
    }

    private static FlowCounts pack(Collection<FlowCount> counts) {
        Map<IpAddress, Integer> places = new LinkedHashMap<>();
        Packer rows = new Packer();
        int[] starts = new int[counts.size()];
        int row = 0;
        for (FlowCount count : counts) {
            starts[row++] = rows.size();
            rows.add(place(places, count.client()));
            rows.add(place(places, count.server()));
            rows.add(count);
        }
        long[] addresses = new long[2 * places.size()];
        places.forEach((address, place) -> {
            addresses[2 * place] = address.high();
            addresses[2 * place + 1] = address.low();
        });
        return new FlowCounts(addresses, rows.toByteArray(), starts);
    }

    private static int place(Map<IpAddress, Integer> places, IpAddress address) {
        int next = places.size();
        Integer known = places.putIfAbsent(address, next);
        return known == null ? next : known;
    }

    @Override
    public int size() {
        return starts.length;
    }

    @Override
    public FlowCount get(int index) {
        Row row = new Row(rows, starts[index]);
        return new FlowCount(
                address(row.next()),
                address(row.next()),
                (int) row.next(),
                new Traffic(row.next(), row.next(), row.next()),
                new Looks(row.next(), row.next(), row.next()),
                row.next(),
                row.next(),
                Instant.ofEpochSecond(row.next(), row.next()),
                Instant.ofEpochSecond(row.next(), row.next()));
    }

    /** Of one count, without the rest of it. */
    IpAddress client(int index) {
        return address(new Row(rows, starts[index]).next());
    }

    private IpAddress address(long place) {
        int at = 2 * (int) place;
        return new IpAddress(addresses[at], addresses[at + 1]);
    }

    private static final class Packer extends ByteArrayOutputStream {
        void add(FlowCount count) {
            add(count.port());
            add(count.traffic().connections());
            add(count.traffic().packets());
            add(count.traffic().bytes());
            add(count.looks().clear());
            add(count.looks().tls());
            add(count.looks().unknown());
            add(count.established());
            add(count.ownDevice());
            add(count.first());
            add(count.last());
        }

        private void add(Instant time) {
            add(time.getEpochSecond());
            add(time.getNano());
        }

        void add(long number) {
            long left = number;
            while ((left & ~0x7FL) != 0) {
                write((int) left & 0x7F | 0x80);
                left >>>= 7;
            }
            write((int) left);
        }
    }

    /** Reads one after the other. */
    private static final class Row {
        private final byte[] bytes;
        private int at;

        Row(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        long next() {
            long number = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes[at++];
                number |= (part & 0x7FL) << shift;
                shift += 7;
            } while (part < 0);
            return number;
        }
    }
}
