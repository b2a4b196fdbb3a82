package io.ambientprober.flow;

import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Counts, packed into some 20 bytes each: a large cluster has hundreds of thousands of them. Those of a client that follow each other are a run, of which
 * its head says how long it is. To be read from the beginning: {@link #get} walks there.
 */
final class FlowCounts extends AbstractList<FlowCount> {
    private static final int NANOS_OF_MILLI = 1_000_000;

    private final AddressTable addresses;
    private final byte[] runs;
    private final int size;
    /** The earliest of the seconds at which a count began. */
    private final long since;

    private FlowCounts(AddressTable addresses, byte[] runs, int size, long since) {
        this.addresses = addresses;
        this.runs = runs;
        this.size = size;
        this.since = since;
    }

    /** In the order in which they come. */
    static FlowCounts of(Collection<FlowCount> counts) {
        return counts instanceof FlowCounts packed ? packed : pack(counts);
    }

    private static FlowCounts pack(Collection<FlowCount> counts) {
        long since = counts.stream()
                .mapToLong(count -> count.first().getEpochSecond())
                .min()
                .orElse(0);
        Packer packer = new Packer(since);
        counts.forEach(packer::add);
        packer.endRun();
        return new FlowCounts(packer.addresses.build(), packer.runs.toByteArray(), counts.size(), since);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public FlowCount get(int index) {
        Objects.checkIndex(index, size);
        Iterator<FlowCount> counts = iterator();
        for (int i = 0; i < index; i++) {
            counts.next();
        }
        return counts.next();
    }

    @Override
    public Iterator<FlowCount> iterator() {
        return new Unpacker(_ -> true);
    }

    /** Those of some clients, in order. */
    void forEach(Predicate<IpAddress> clients, Consumer<FlowCount> then) {
        new Unpacker(clients).forEachRemaining(then);
    }

    private static final class Packer {
        private final AddressTable.Builder addresses = new AddressTable.Builder();
        private final PackedNumbers.Writer runs = new PackedNumbers.Writer();
        private final PackedNumbers.Writer run = new PackedNumbers.Writer();
        private final long since;
        private int client = -1;
        private int inRun;

        Packer(long since) {
            this.since = since;
        }

        void add(FlowCount count) {
            int next = addresses.number(count.client());
            if (next != client) {
                endRun();
                client = next;
            }
            inRun++;
            run.add(addresses.number(count.server()));
            run.add(count.port());
            Looks looks = count.looks();
            boolean past = !looks.equals(Looks.NONE) || count.established() != 0 || count.ownDevice() != 0;
            run.add(count.traffic().connections() << 1 | (past ? 1 : 0));
            run.add(count.traffic().packets());
            run.add(count.traffic().bytes());
            if (past) {
                run.add(looks.clear());
                run.add(looks.tls());
                run.add(looks.unknown());
                run.add(count.established());
                run.add(count.ownDevice());
            }
            add(count.first(), since);
            add(count.last(), count.first().getEpochSecond());
        }

        /** What came from an agent is in milliseconds. */
        private void add(Instant time, long since) {
            run.addSigned(time.getEpochSecond() - since);
            int nanos = time.getNano();
            run.add(nanos % NANOS_OF_MILLI == 0 ? nanos / NANOS_OF_MILLI << 1 : nanos << 1 | 1);
        }

        void endRun() {
            if (inRun > 0) {
                runs.add(client);
                runs.add(inRun);
                runs.add(run.size());
                runs.writeBytes(run.toByteArray());
                run.reset();
                inRun = 0;
            }
        }
    }

    private final class Unpacker implements Iterator<FlowCount> {
        private final Predicate<IpAddress> clients;
        private final PackedNumbers numbers = new PackedNumbers(runs, 0);
        private IpAddress client = IpAddress.v4(0);
        private long inRun;

        Unpacker(Predicate<IpAddress> clients) {
            this.clients = clients;
        }

        @Override
        public boolean hasNext() {
            while (inRun == 0 && !numbers.isOver()) {
                client = addresses.get(numbers.next());
                inRun = numbers.next();
                int length = (int) numbers.next();
                if (!clients.test(client)) {
                    numbers.skip(length);
                    inRun = 0;
                }
            }
            return inRun > 0;
        }

        @Override
        public FlowCount next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            inRun--;
            IpAddress server = addresses.get(numbers.next());
            int port = (int) numbers.next();
            long connections = numbers.next();
            Traffic traffic = new Traffic(connections >>> 1, numbers.next(), numbers.next());
            boolean past = (connections & 1) != 0;
            Looks looks = past ? new Looks(numbers.next(), numbers.next(), numbers.next()) : Looks.NONE;
            long established = past ? numbers.next() : 0;
            long ownDevice = past ? numbers.next() : 0;
            Instant first = time(since);
            return new FlowCount(
                    client, server, port, traffic, looks, established, ownDevice, first, time(first.getEpochSecond()));
        }

        private Instant time(long since) {
            long second = since + numbers.nextSigned();
            long part = numbers.next();
            return Instant.ofEpochSecond(second, (part & 1) == 0 ? (part >>> 1) * NANOS_OF_MILLI : part >>> 1);
        }
    }
}
