package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.FlowCounter;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.Traffic;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts as they travel: each address once, in order, and each pair a row of numbers. Its times are milliseconds since the first of all, and how
 * long it went on; what a millisecond divides is rounded outwards.
 */
final class FlowRows {
    private static final int MAX_ADDRESSES = 2 * FlowCounter.MAX_PAIRS;
    private static final int COLUMNS = 13;
    private static final Duration LESS_THAN_ONE = Duration.ofNanos(999_999);

    private final List<IpAddress> addresses;
    private final long since;

    /** @param since in milliseconds since 1970 */
    private FlowRows(List<IpAddress> addresses, long since) {
        this.addresses = addresses;
        this.since = since;
    }

    static void write(List<FlowCount> counts, JsonGenerator json) throws IOException {
        List<IpAddress> addresses = counts.stream()
                .flatMap(count -> Stream.of(count.client(), count.server()))
                .sorted()
                .distinct()
                .toList();
        long since =
                counts.stream().mapToLong(count -> millis(count.first())).min().orElse(0);
        json.writeNumberField("since", since);
        json.writeArrayFieldStart("addresses");
        for (IpAddress address : addresses) {
            json.writeString(address.toString());
        }
        json.writeEndArray();
        FlowRows rows = new FlowRows(addresses, since);
        json.writeArrayFieldStart("counts");
        for (FlowCount count : counts) {
            json.writeArray(rows.row(count), 0, COLUMNS);
        }
        json.writeEndArray();
    }

    private long[] row(FlowCount count) {
        long first = millis(count.first());
        return new long[] {
            place(count.client()),
            place(count.server()),
            count.port(),
            count.traffic().connections(),
            count.traffic().packets(),
            count.traffic().bytes(),
            count.looks().clear(),
            count.looks().tls(),
            count.looks().unknown(),
            count.established(),
            count.ownDevice(),
            first - since,
            millis(count.last().plus(LESS_THAN_ONE)) - first
        };
    }

    private int place(IpAddress address) {
        return Collections.binarySearch(addresses, address);
    }

    private static long millis(Instant time) {
        return ChronoUnit.MILLIS.between(Instant.EPOCH, time);
    }

    /** Reads that. */
    static List<FlowCount> read(JsonStream json) throws IOException {
        long since = json.read("since", JsonField::natural);
        List<IpAddress> addresses = json.list("addresses", MAX_ADDRESSES, JsonField::address);
        for (int i = 1; i < addresses.size(); i++) {
            if (addresses.get(i - 1).compareTo(addresses.get(i)) >= 0) {
                throw new IOException("its addresses are not in order: " + addresses.get(i));
            }
        }
        return json.list("counts", FlowCounter.MAX_PAIRS, new FlowRows(addresses, since)::count);
    }

    private FlowCount count(JsonField json) throws PlanFormatException {
        List<JsonField> columns = json.list(column -> column);
        if (columns.size() != COLUMNS) {
            throw json.isNot("a row of " + COLUMNS + " numbers");
        }
        Iterator<JsonField> row = columns.iterator();
        IpAddress client = address(row.next());
        IpAddress server = address(row.next());
        int port = row.next().port();
        long connections = row.next().natural();
        Traffic traffic =
                new Traffic(connections, row.next().natural(), row.next().natural());
        Looks looks = new Looks(
                row.next().whole(0, connections),
                row.next().whole(0, connections),
                row.next().whole(0, connections));
        long established = row.next().whole(0, connections);
        long ownDevice = row.next().whole(0, established);
        long first = since + row.next().whole(0, Long.MAX_VALUE - since);
        long last = first + row.next().whole(0, Long.MAX_VALUE - first);
        return new FlowCount(client, server, port, traffic, looks, established, ownDevice, time(first), time(last));
    }

    private IpAddress address(JsonField json) throws PlanFormatException {
        return addresses.get((int) json.whole(0, addresses.size() - 1L));
    }

    private static Instant time(long millis) {
        return Instant.EPOCH.plus(millis, ChronoUnit.MILLIS);
    }
}
