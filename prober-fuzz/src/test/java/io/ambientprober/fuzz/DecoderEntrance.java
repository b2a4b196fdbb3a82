package io.ambientprober.fuzz;

import io.ambientprober.traffic.Frame;
import io.ambientprober.traffic.Harmless;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Packets of one capture: a link type, and then of each packet how many bytes were captured, how many more there were, and the bytes. */
final class DecoderEntrance implements Entrance {
    private static final LinkType[] LINK_TYPES =
            Stream.of(LinkType.values()).filter(type -> type != LinkType.OTHER).toArray(LinkType[]::new);
    private static final int MOST_TUNNELS = 8;
    /** Room around a packet, which no reading may depend on. */
    private static final int AROUND = 64;
    /** Packets of a seed. */
    private static final int FEW = 5;

    @Override
    public void read(byte[] input) {
        Choices choices = new Choices(input);
        LinkType linkType = choices.of(LINK_TYPES);
        PacketDecoder alone = new PacketDecoder(VxlanPorts.usual());
        PacketDecoder amid = new PacketDecoder(VxlanPorts.usual());
        while (choices.hasMore()) {
            int captured = choices.word();
            int more = choices.octet();
            byte[] data = choices.bytes(captured);
            int length = data.length + (more == 0xFF ? 1 << 20 : more);
            Seen seen = seen(alone, data, 0, data.length, length, linkType);
            byte[] around = new byte[data.length + 2 * AROUND];
            Arrays.fill(around, (byte) 0x45);
            System.arraycopy(data, 0, around, AROUND, data.length);
            Seen again = seen(amid, around, AROUND, data.length, length, linkType);
            Require.same(seen, again, "a packet is read otherwise where other bytes are around it");
        }
    }

    /** All that is said of a packet, with where its payload is in it. */
    private record Seen(List<Object> words, List<String> tunnels, List<Byte> payload) {}

    private static Seen seen(
            PacketDecoder decoder, byte[] data, int offset, int captured, int length, LinkType linkType) {
        Packet packet = new Packet();
        packet.set(data, offset, captured, length, 1, linkType, 0);
        Headers headers = decoder.decode(packet);
        int from = headers.payloadAt();
        int end = from + headers.payloadCaptured();
        Require.that(headers.payloadCaptured() >= 0, "fewer bytes than none were captured of a payload");
        Require.that(from >= 0 && end <= headers.data().length, "a payload lies outside of what was captured");
        Require.that(
                headers.isReassembled() || from >= offset && end <= offset + captured,
                "a payload lies outside of its packet");
        Require.that(
                headers.payloadLength() >= headers.payloadCaptured(), "more was captured of a payload than there is");
        Require.that(headers.tunnelNames().size() <= MOST_TUNNELS, "more tunnels than are followed");
        boolean tcp = headers.kind() == Headers.Kind.TCP;
        return new Seen(
                Arrays.asList(
                        headers.kind(),
                        headers.source(),
                        headers.destination(),
                        headers.sourcePort(),
                        headers.destinationPort(),
                        headers.protocol(),
                        tcp ? headers.sequence() : 0,
                        tcp ? headers.acknowledgement() : 0,
                        headers.has(Headers.SYN),
                        headers.has(Headers.ACK),
                        headers.hasAny(Headers.RST | Headers.FIN),
                        headers.payloadLength(),
                        headers.isReassembled() ? 0 : from - offset,
                        headers.isReassembled(),
                        headers.isWireGuard(),
                        headers.isEsp(),
                        headers.isLoopback(),
                        headers.isOutgoing(),
                        headers.device()),
                headers.tunnelNames(),
                boxed(headers.data(), from, end));
    }

    private static List<Byte> boxed(byte[] bytes, int from, int end) {
        Byte[] boxed = new Byte[end - from];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = bytes[from + i];
        }
        return List.of(boxed);
    }

    @Override
    public Stream<byte[]> seeds() {
        Scene scene = SmallScenes.healthy(LinkType.ETHERNET);
        return Harmless.all().stream()
                .map(edit -> edit.apply(scene, Seeds.random("fuzz", edit)))
                .flatMap(shown -> shown.recordings().stream().limit(1))
                .map(recording -> recording.frames().subList(0, FEW))
                .map(DecoderEntrance::input);
    }

    private static byte[] input(List<Frame> frames) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(List.of(LINK_TYPES).indexOf(frames.getFirst().linkType()));
        for (Frame frame : frames) {
            input.write(frame.captured() >> 8);
            input.write(frame.captured());
            input.write(Math.min(0xFE, frame.length() - frame.captured()));
            input.writeBytes(frame.data());
        }
        return input.toByteArray();
    }
}
