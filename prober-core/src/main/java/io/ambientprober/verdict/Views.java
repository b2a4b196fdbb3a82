package io.ambientprober.verdict;

import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Connection.Ends;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of some connections may be one, as several nodes saw it. Strangers may make tens of thousands: each is compared only with those
 * that it shares its ends with.
 *
 * @param <K> what two connections that may be one always share
 */
final class Views<K> {
    private final List<Seen<Connection>> all;
    private final Function<Connection, K> shared;
    private final BiPredicate<Seen<Connection>, Seen<Connection>> mayBeOne;
    /** Made when it is first needed: of most paths nobody asks. */
    private @Nullable Map<K, List<Seen<Connection>>> groups;

    /** Where a connection comes from; an address translation of a Service leaves that as it is. */
    record Source(IpAddress client, int port) {}

    private Views(
            List<Seen<Connection>> all,
            Function<Connection, K> shared,
            BiPredicate<Seen<Connection>, Seen<Connection>> mayBeOne) {
        this.all = all;
        this.shared = shared;
        this.mayBeOne = mayBeOne;
    }

    static Views<Ends> byEnds(List<Seen<Connection>> all) {
        return new Views<>(all, Connection::ends, PathEvidence::mayBeOne);
    }

    /** Whichever address of the server each shows. */
    static Views<Source> bySource(List<Seen<Connection>> all) {
        return new Views<>(
                all,
                connection -> new Source(connection.client(), connection.clientPort()),
                (one, other) -> one.what().hasSameEnds(other.what())
                        ? PathEvidence.mayBeOne(one, other)
                        : one.what().mayHaveItsNumbers(other.what()));
    }

    /** Those that may be this one, itself among them. */
    Stream<Seen<Connection>> of(Seen<Connection> seen) {
        if (groups == null) {
            groups = all.stream().collect(Collectors.groupingBy(each -> shared.apply(each.what())));
        }
        return groups.getOrDefault(shared.apply(seen.what()), List.of()).stream()
                .filter(other -> mayBeOne.test(seen, other));
    }
}
