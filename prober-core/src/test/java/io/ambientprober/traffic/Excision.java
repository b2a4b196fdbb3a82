package io.ambientprober.traffic;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records of a connection on the HBONE port, cut out of its stream in all captures as if they had never been sent: the numbers behind them
 * close up, and nothing is missing but what a canary filled. No connection that was captured whole may pass then.
 *
 * @param flow as {@link Segment#flow}; empty where the scene has no stream to cut
 * @param first the sequence number of the stream's first byte
 * @param from place in the stream of the first byte that is cut
 * @param paths ids of those whose canaries rode there
 */
public record Excision(String flow, String connection, int first, int from, int to, List<String> paths) {
    private static final Excision NOTHING = new Excision("", "", 0, 0, 0, List.of());
    private static final int RECORD_HEADER = 5;
    private static final int APPLICATION_DATA = 23;
    private static final int MAX_STREAM = 1 << 20;
    /** The most that is taken off a record: TLS 1.2 with AES-GCM, and a frame's header. */
    private static final int OVERHEAD = 24 + 9;

    /** Which records of a direction are taken for the handshake's or the first stream's, and never for a canary's. */
    private static final int FIRST_RECORDS = 3;

    /** As much as a canary, from anywhere in any stream that was captured whole. */
    public static Excision any(Scene scene, RandomGenerator random) {
        List<List<Segment>> streams = new ArrayList<>(streams(scene).values());
        while (!streams.isEmpty()) {
            Excision found = of(scene, streams.remove(random.nextInt(streams.size())), random);
            if (found != null) {
                return found;
            }
        }
        return NOTHING;
    }

    private static Map<String, List<Segment>> streams(Scene scene) {
        Map<String, List<Segment>> streams = new LinkedHashMap<>();
        int hbone = scene.plan().hbonePort();
        scene.recordings().stream()
                .flatMap(recording -> recording.frames().stream())
                .map(Segment::of)
                .flatMap(Stream::ofNullable)
                .filter(segment -> segment.sourcePort() == hbone || segment.destinationPort() == hbone)
                .filter(segment -> segment.payloadLength() > 0)
                .forEach(segment -> streams.computeIfAbsent(segment.flow(), ignored -> new ArrayList<>())
                        .add(segment));
        return streams;
    }

    private static @Nullable Excision of(Scene scene, List<Segment> segments, RandomGenerator random) {
        Segment any = segments.getFirst();
        boolean request = any.destinationPort() == scene.plan().hbonePort();
        List<ProbePath> paths =
                request ? paths(scene, any.source(), any.destination()) : paths(scene, any.destination(), any.source());
        byte[] stream = stream(segments);
        if (paths.isEmpty() || stream == null) {
            return null;
        }
        int canary = paths.stream()
                .mapToInt(path ->
                        request ? path.canary().requestBytes() : path.canary().responseBytes())
                .min()
                .orElseThrow();
        List<Integer> records = applicationData(stream);
        for (int tries = 0; tries < 8 && records.size() > FIRST_RECORDS; tries++) {
            int at = FIRST_RECORDS + random.nextInt(records.size() - FIRST_RECORDS);
            int from = records.get(at);
            int to = from;
            for (int left = canary; left > 0 && at < records.size() && records.get(at) == to; at++) {
                int length = Numbers.u16(stream, to + 3);
                left -= Math.max(0, length - OVERHEAD);
                to += RECORD_HEADER + length;
                if (left <= 0) {
                    List<String> ids = paths.stream().map(ProbePath::id).toList();
                    return new Excision(any.flow(), any.connection(), first(segments), from, to, ids);
                }
            }
        }
        return null;
    }

    /** The paths that something was delivered of, and whose canaries go from this address to that one on the HBONE port. */
    private static List<ProbePath> paths(Scene scene, IpAddress from, IpAddress to) {
        return scene.plan().paths().stream()
                .filter(path -> path.expect() == Expectation.ENCRYPTED && isDelivered(path.outcome()))
                .filter(path -> isLeg(path.client().ips(), path.server().ips(), from, to)
                        || isLeg(path.client().ips(), waypoints(path), from, to)
                        || isLeg(waypoints(path), path.server().ips(), from, to))
                .toList();
    }

    private static boolean isDelivered(@Nullable CanaryOutcome outcome) {
        return outcome != null && outcome.delivered() > 0;
    }

    private static List<IpAddress> waypoints(ProbePath path) {
        return path.waypoint() == null ? List.of() : path.waypoint().ips();
    }

    private static boolean isLeg(
            Collection<IpAddress> senders, Collection<IpAddress> receivers, IpAddress from, IpAddress to) {
        return senders.contains(from) && receivers.contains(to);
    }

    private static int first(List<Segment> segments) {
        int first = segments.getFirst().sequence();
        for (Segment segment : segments) {
            first = segment.sequence() - first < 0 ? segment.sequence() : first;
        }
        return first;
    }

    /** Null when a byte of it is missing. */
    private static byte @Nullable [] stream(List<Segment> segments) {
        int first = first(segments);
        byte[] stream = new byte[MAX_STREAM];
        BitSet seen = new BitSet();
        for (Segment segment : segments) {
            int at = segment.sequence() - first;
            if (!segment.isPlainData() || !segment.isWhole() || at < 0 || at > MAX_STREAM - segment.payloadLength()) {
                return null;
            }
            System.arraycopy(segment.payload(), 0, stream, at, segment.payloadLength());
            seen.set(at, at + segment.payloadLength());
        }
        int length = seen.length();
        return seen.cardinality() == length ? Arrays.copyOf(stream, length) : null;
    }

    /** Where each whole record of application data begins; none where the stream is not made of records from its first byte on. */
    private static List<Integer> applicationData(byte[] stream) {
        List<Integer> records = new ArrayList<>();
        int at = 0;
        while (at + RECORD_HEADER <= stream.length) {
            int type = Numbers.u8(stream, at);
            int next = at + RECORD_HEADER + Numbers.u16(stream, at + 3);
            if (type < 20 || type > APPLICATION_DATA || Numbers.u8(stream, at + 1) != 3) {
                return List.of();
            }
            if (type == APPLICATION_DATA && next <= stream.length) {
                records.add(at);
            }
            at = next;
        }
        return records;
    }

    /** Whether there was anything to cut. */
    public boolean isPossible() {
        return !flow.isEmpty();
    }

    public Scene from(Scene scene) {
        return isPossible()
                ? scene.each(frames -> frames.stream()
                        .flatMap(frame -> Stream.ofNullable(without(frame)))
                        .toList())
                : scene;
    }

    private @Nullable Frame without(Frame frame) {
        Segment segment = Segment.of(frame);
        if (segment == null || !segment.connection().equals(connection)) {
            return frame;
        }
        if (!segment.flow().equals(flow)) {
            return segment.has(Segment.ACK)
                    ? segment.with(segment.sequence(), moved(segment.acknowledgement()), segment.payload())
                    : frame;
        }
        byte[] payload = segment.payload();
        int at = segment.sequence() - first;
        byte[] left = Numbers.join(Numbers.part(payload, 0, from - at), Numbers.part(payload, to - at, payload.length));
        return left.length == 0 && payload.length > 0
                ? null
                : segment.with(moved(segment.sequence()), segment.acknowledgement(), left);
    }

    private int moved(int number) {
        int at = number - first;
        return at <= from ? number : at >= to ? number - (to - from) : first + from;
    }
}
