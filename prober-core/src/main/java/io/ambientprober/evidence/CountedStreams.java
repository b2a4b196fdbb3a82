package io.ambientprober.evidence;

import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.wire.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections that are counted, each stream once: one that is shown twice as the one of which more was captured. Views of one stream hold some
 * of the same sequence numbers, so that only those that do so are compared.
 */
final class CountedStreams {
    /** A block is 1 MiB of sequence numbers. */
    private static final int BLOCK_BITS = 20;

    private static final int BLOCK_MASK = -1 >>> BLOCK_BITS;

    /** What holds more is compared with all: that is rare, and would be noted in too many blocks. */
    private static final long MAX_BYTES = 15L << BLOCK_BITS;

    private final Direction counted;
    private final List<Seen<Connection>> streams = new ArrayList<>();
    /** Places in the list, by the blocks in which what is there holds bytes; of what was replaced there too. */
    private final Map<Block, List<Integer>> places = new HashMap<>();
    /** Of what holds more bytes than are noted by blocks. */
    private final List<Integer> wide = new ArrayList<>();

    private record Block(String node, Direction direction, int number) {}

    /** @param counted whose bytes decide what is more */
    CountedStreams(Direction counted) {
        this.counted = counted;
    }

    void add(Seen<Connection> seen) {
        int place = placeOf(seen);
        if (place == streams.size()) {
            streams.add(seen);
        } else if (bytes(seen) > bytes(streams.get(place))) {
            streams.set(place, seen);
        } else {
            return;
        }
        note(seen, place);
    }

    /** In the order in which the first of each was added. */
    List<Seen<Connection>> all() {
        return streams;
    }

    private long bytes(Seen<Connection> seen) {
        return seen.what().half(counted).payloadBytes();
    }

    /** The first place that shows the same stream, or the one behind the last. */
    private int placeOf(Seen<Connection> seen) {
        int first = streams.size();
        if (isWide(seen)) {
            for (int place = 0; place < first; place++) {
                if (isShownAt(place, seen)) {
                    return place;
                }
            }
            return first;
        }
        for (Block block : blocks(seen)) {
            first = firstOf(places.getOrDefault(block, List.of()), seen, first);
        }
        return firstOf(wide, seen, first);
    }

    private int firstOf(List<Integer> candidates, Seen<Connection> seen, int limit) {
        int first = limit;
        for (int place : candidates) {
            if (place < first && isShownAt(place, seen)) {
                first = place;
            }
        }
        return first;
    }

    private boolean isShownAt(int place, Seen<Connection> seen) {
        Seen<Connection> known = streams.get(place);
        return known.node().equals(seen.node()) && seen.what().showsStreamOf(known.what());
    }

    private void note(Seen<Connection> seen, int place) {
        if (isWide(seen)) {
            wide.add(place);
        } else {
            blocks(seen)
                    .forEach(block -> places.computeIfAbsent(block, ignored -> new ArrayList<>(1))
                            .add(place));
        }
    }

    private static boolean isWide(Seen<Connection> seen) {
        return seen.what().fromClient().payloadBytes() > MAX_BYTES
                || seen.what().fromServer().payloadBytes() > MAX_BYTES;
    }

    private static List<Block> blocks(Seen<Connection> seen) {
        List<Block> blocks = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Half half = seen.what().half(direction);
            if (half.payloadBytes() > 0) {
                int number = half.firstSequence() >>> BLOCK_BITS;
                int last = (half.firstSequence() + (int) half.payloadBytes() - 1) >>> BLOCK_BITS;
                blocks.add(new Block(seen.node(), direction, number));
                while (number != last) {
                    number = number + 1 & BLOCK_MASK;
                    blocks.add(new Block(seen.node(), direction, number));
                }
            }
        }
        return blocks;
    }
}
