package io.ambientprober.verdict;

import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What enters enrolled pods from outside the mesh, added up by who sends it. */
final class StrictWouldRefuse {
    private static final Comparator<Key> BY_SERVER =
            Comparator.comparing(Key::server).thenComparingInt(Key::port).thenComparing(Key::client);

    private final Map<Key, Sum> amounts = new TreeMap<>(BY_SERVER);

    private record Key(String client, String server, int port) {}

    private record Sum(long connections, Looks looks) {}

    void add(String client, String server, FlowCount count) {
        amounts.merge(
                new Key(client, server, count.port()),
                new Sum(count.traffic().connections(), count.looks()),
                (some, more) -> new Sum(
                        some.connections() + more.connections(), some.looks().plus(more.looks())));
    }

    /** By server, port and client. */
    List<FromOutside> list() {
        return amounts.entrySet().stream()
                .map(entry -> new FromOutside(
                        entry.getKey().client(),
                        entry.getKey().server(),
                        entry.getKey().port(),
                        entry.getValue().connections(),
                        entry.getValue().looks()))
                .toList();
    }
}
