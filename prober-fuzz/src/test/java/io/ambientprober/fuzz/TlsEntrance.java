package io.ambientprober.fuzz;

import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Segment;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.traffic.TlsScenarios;
import io.ambientprober.wire.LinkType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One connection of two peers who say what they like, read as TLS records, handshakes and tokens: first whether its beginning was captured,
 * and then of each piece who sent it, how long it is, and its bytes. All of it arrives, and in order.
 */
final class TlsEntrance implements Entrance {
    private static final int LONG = 0x7F;
    private static final int BY_SERVER = 0x80;
    private static final int HBONE = 15008;
    private static final int PORT = 8080;
    /** Bytes; they cut headers, and what stands across their borders. */
    private static final int[] OTHER_SEGMENTS = {1, 4, 17, 2, 64};

    /** Of a seed, in bytes. */
    private static final int LONGEST = 1400;

    @Override
    public void read(byte[] input) {
        SpokenConversation whole = spoken(input, Integer.MAX_VALUE);
        SpokenConversation other = spoken(input, OTHER_SEGMENTS);
        whole.requireHonest();
        other.requireHonest();
        Require.same(whole.payload(), other.payload(), "bytes in other segments");
        // Where records begin in an older connection is guessed from what has come.
        if (whole.isOpened()) {
            Require.same(whole.facts(), other.facts(), "in other segments");
        }
    }

    private static SpokenConversation spoken(byte[] input, int... lengths) {
        Choices choices = new Choices(input);
        SpokenConversation spoken = new SpokenConversation(lengths);
        if (choices.octet() % 2 == 0) {
            spoken.open();
        }
        while (choices.hasMore()) {
            int piece = choices.octet();
            int length = (piece & LONG) == LONG ? choices.word() : piece & LONG;
            spoken.say((piece & BY_SERVER) != 0, choices.bytes(length));
        }
        spoken.finish();
        return spoken;
    }

    @Override
    public Stream<byte[]> seeds() {
        return Stream.of(
                        Stream.of(
                                SmallScenes.healthy(LinkType.ETHERNET),
                                SmallScenes.pooled(LinkType.ETHERNET),
                                SmallScenes.leaking(LinkType.ETHERNET)),
                        TlsScenarios.all().stream().map(Scenario::scene))
                .flatMap(scenes -> scenes)
                .flatMap(TlsEntrance::said)
                .filter(said -> said.length > 1);
    }

    /** What is said on the first connections of a scene, shortened. */
    private static Stream<byte[]> said(Scene scene) {
        List<Segment> segments = scene.recordings().getFirst().frames().stream()
                .map(Segment::of)
                .flatMap(Stream::ofNullable)
                .toList();
        List<String> connections =
                segments.stream().map(Segment::connection).distinct().limit(2).toList();
        return connections.stream()
                .map(connection -> said(segments.stream()
                        .filter(segment -> Objects.equals(segment.connection(), connection))
                        .toList()));
    }

    private static byte[] said(List<Segment> segments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean opened = segments.getFirst().payloadLength() == 0;
        said.write(opened ? 0 : 1);
        for (Segment segment : segments) {
            byte[] payload = segment.payload();
            if (payload.length > 0 && said.size() + payload.length < LONGEST) {
                boolean byServer = segment.sourcePort() == HBONE || segment.sourcePort() == PORT;
                said.write(byServer ? BY_SERVER | LONG : LONG);
                said.write(payload.length >> 8);
                said.write(payload.length);
                said.writeBytes(payload);
            }
        }
        return said.toByteArray();
    }
}
