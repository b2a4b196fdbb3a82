package io.ambientprober.evidence;

import io.ambientprober.evidence.Connection.Ends;
import io.ambientprober.evidence.LegAccount.Gap;
import io.ambientprober.evidence.LegAccount.Gap.Kind;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Counts;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.RecordOverhead;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up the application data of one direction of connections, and what stands in the way of trusting the sum. */
final class Ledger {
    /** Where nobody read which suite it is, a record may hold this much less than is counted: 24 bytes of overhead, not 16. */
    private static final int UNREAD_SPAN = 8;

    private final Direction direction;
    private final Set<String> nodes = new LinkedHashSet<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long captured;
    private long others;
    private long small;

    Ledger(Direction direction) {
        this.direction = direction;
    }

    /**
     * Adds the connections of a leg.
     *
     * @param leg as every node saw them: what a handshake said counts wherever it was read
     * @param counted those whose bytes are counted here
     */
    void add(List<Seen<Connection>> leg, Predicate<Seen<Connection>> counted) {
        CountedStreams once = new CountedStreams(direction);
        leg.stream().filter(counted).forEach(once::add);
        Map<Ends, List<Seen<Connection>>> byEnds =
                leg.stream().collect(Collectors.groupingBy(seen -> seen.what().ends()));
        for (Seen<Connection> seen : once.all()) {
            nodes.add(seen.node());
            add(seen, handshake(seen, byEnds.getOrDefault(seen.what().ends(), List.of())));
        }
    }

    /** @param views of all connections between the same ports */
    private static Handshake handshake(Seen<Connection> seen, List<Seen<Connection>> views) {
        return views.stream()
                .filter(view -> PathEvidence.mayBeOne(seen, view))
                .map(view -> Handshake.of(view.what()))
                .reduce(Handshake.of(seen.what()), Handshake::with);
    }

    private void add(Seen<Connection> seen, Handshake handshake) {
        Half half = half(seen);
        gap(Kind.MISSING, seen, half.missingBytes());
        gap(Kind.STRAY, seen, half.strayBytes());
        if (half.contradicted()) {
            gaps.add(gapOf(Kind.CONTRADICTED, seen, 0));
        }
        if (handshake.isHidden()) {
            gaps.add(gapOf(Kind.HELLO_UNSEEN, seen, 0));
        }
        switch (half.framing()) {
            case Framing.Empty ignored -> {}
            case Framing.Unaligned unaligned -> gap(Kind.UNALIGNED, seen, unaligned.bytes());
            case Framing.NotTls ignored -> gap(Kind.NOT_TLS, seen, half.payloadBytes());
            case Framing.Tls tls -> add(tls, handshake.serverHello(), seen);
        }
    }

    private Half half(Seen<Connection> seen) {
        return seen.what().half(direction);
    }

    private void gap(Kind kind, Seen<Connection> seen, long bytes) {
        if (bytes > 0) {
            gaps.add(gapOf(kind, seen, bytes));
        }
    }

    private Gap gapOf(Kind kind, Seen<Connection> seen, long bytes) {
        Connection connection = seen.what();
        return new Gap(
                kind,
                seen.node(),
                connection.client(),
                connection.clientPort(),
                connection.server(),
                connection.serverPort(),
                direction,
                bytes);
    }

    /** What all nodes together know of the beginning of a connection. */
    private record Handshake(
            boolean opened,
            boolean carriedPayload,
            boolean clientHello,
            @Nullable ServerHello serverHello) {
        static Handshake of(Connection view) {
            return new Handshake(
                    view.opened(),
                    view.carriedPayload(),
                    view.tls().clientHello() != null,
                    view.tls().serverHello());
        }

        Handshake with(Handshake other) {
            return new Handshake(
                    opened || other.opened,
                    carriedPayload || other.carriedPayload,
                    clientHello || other.clientHello,
                    serverHello == null ? other.serverHello : serverHello);
        }

        /** Whatever begins within the capture, and carries bytes, shows both hellos. */
        boolean isHidden() {
            return opened && carriedPayload && (!clientHello || serverHello == null);
        }
    }

    private void add(Framing.Tls tls, @Nullable ServerHello hello, Seen<Connection> seen) {
        RecordOverhead overhead = RecordOverhead.of(hello);
        ApplicationData data = tls.application();
        if (overhead == RecordOverhead.NOT_FIXED && data.records() > 0) {
            gaps.add(gapOf(Kind.OVERHEAD_UNKNOWN, seen, 0));
        }
        long content = data.content(overhead);
        long first = Math.min(content, data.firstContent(overhead));
        if (!tls.fromStart()) {
            others = Counts.sum(others, first);
        } else if (overhead == RecordOverhead.TLS_1_3) {
            content -= first;
        }
        captured = Counts.sum(captured, content);
        long inSmallRecords = data.smallContent(overhead);
        small = Counts.sum(small, inSmallRecords);
        others = Counts.sum(others, inSmallRecords);
        if (overhead == RecordOverhead.UNREAD) {
            others = Counts.sum(others, data.records() * UNREAD_SPAN);
        }
    }

    /** The sum, set against what the paths on these connections owe. */
    LegAccount.Sum against(Owed owed) {
        return new LegAccount.Sum(
                List.copyOf(nodes),
                owed.delivered(),
                captured,
                owed.smallest(),
                Counts.sum(owed.others(), others),
                gaps);
    }

    /** What canaries may be in; frames of no stream are none. */
    long canaryLike() {
        return captured - small;
    }
}
