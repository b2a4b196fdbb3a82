package io.ambientprober.traffic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The same TCP bytes in other segments. */
final class Segmentation {
    private Segmentation() {}

    /** @param most bytes of a new segment, at most */
    static UnaryOperator<List<Frame>> split(double share, int most, RandomGenerator random) {
        return frames -> {
            List<Frame> result = new ArrayList<>();
            for (Frame frame : frames) {
                Segment segment = random.nextDouble() < share ? Segment.of(frame) : null;
                if (segment == null || !segment.isPlainData()) {
                    result.add(frame);
                } else {
                    result.addAll(split(segment, most, random));
                }
            }
            return result;
        };
    }

    private static List<Frame> split(Segment segment, int most, RandomGenerator random) {
        List<Frame> parts = new ArrayList<>();
        int at = 0;
        while (at < segment.payloadLength()) {
            int limit = Math.min(most, segment.payloadLength() - at);
            int end = at + 1 + random.nextInt(limit);
            parts.add(segment.slice(at, end));
            at = end;
        }
        return parts;
    }

    /** Joins neighbours of a flow; anything else of the same connection between them keeps them apart. */
    static UnaryOperator<List<Frame>> joined(double share, RandomGenerator random) {
        return frames -> {
            List<@Nullable Frame> result = new ArrayList<>(frames);
            Map<String, Integer> lastOf = new HashMap<>();
            for (int i = 0; i < result.size(); i++) {
                Frame frame = Objects.requireNonNull(result.get(i), "not joined yet");
                Segment segment = Segment.of(frame);
                if (segment == null) {
                    continue;
                }
                Integer before = lastOf.put(segment.connection() + frame.device(), i);
                Frame last = before == null ? null : result.get(before);
                Segment earlier = last == null ? null : Segment.of(last);
                if (before == null || earlier == null || !earlier.isPlainData() || !segment.isPlainData()) {
                    continue;
                }
                Frame joined = random.nextDouble() < share ? earlier.joined(segment) : null;
                if (joined != null) {
                    result.set(before, null);
                    result.set(i, joined.at(frame.timeNanos()));
                }
            }
            result.removeAll(Collections.singleton(null));
            return result.stream().map(Objects::requireNonNull).toList();
        };
    }
}
