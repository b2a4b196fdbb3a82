package io.ambientprober.fuzz;

import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.TcpConversation;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TokenScanner;
import io.ambientprober.wire.VxlanPorts;
import io.ambientprober.wire.WaitingBudget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sends what two peers say through {@link TcpConversation}, in segments of some lengths, and keeps what was said. */
final class SpokenConversation {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final int HEADERS = 40;
    private static final int TCP = 6;

    // RFC 8446, section 5.1
    private static final int RECORD_HEADER = 5;
    private static final int APPLICATION_DATA = 23;

    private final PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
    private final TokenScanner scanner = new TokenScanner(RUN);
    private final SortedSet<String> tokens = new TreeSet<>();
    private final TcpConversation conversation = new TcpConversation(scanner, this::found, new WaitingBudget());
    private final Map<Direction, Integer> next = new EnumMap<>(Direction.class);
    private final Map<Direction, ByteArrayOutputStream> said = new EnumMap<>(Direction.class);
    private final int[] lengths;
    private int segments;
    private long number;

    /** @param lengths of segments, which are taken in turn */
    SpokenConversation(int... lengths) {
        this.lengths = lengths;
        for (Direction direction : Direction.values()) {
            next.put(direction, -100);
            said.put(direction, new ByteArrayOutputStream());
        }
    }

    void open() {
        segment(Direction.CLIENT_TO_SERVER, Headers.SYN, new byte[0]);
        next.merge(Direction.CLIENT_TO_SERVER, 1, Integer::sum);
        segment(Direction.SERVER_TO_CLIENT, Headers.SYN | Headers.ACK, new byte[0]);
        next.merge(Direction.SERVER_TO_CLIENT, 1, Integer::sum);
    }

    void say(boolean byServer, byte[] bytes) {
        Direction direction = byServer ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
        for (int at = 0; at < bytes.length; ) {
            byte[] part = Arrays.copyOfRange(
                    bytes, at, at + Math.min(lengths[segments++ % lengths.length], bytes.length - at));
            segment(direction, Headers.ACK, part);
            next.merge(direction, part.length, Integer::sum);
            at += part.length;
        }
        said(direction).writeBytes(bytes);
    }

    private ByteArrayOutputStream said(Direction direction) {
        return Objects.requireNonNull(said.get(direction));
    }

    private void segment(Direction direction, int flags, byte[] payload) {
        byte[] data = ByteBuffer.allocate(HEADERS + payload.length)
                .put((byte) 0x45)
                .put(9, (byte) TCP)
                .putInt(24, next.getOrDefault(direction, 0))
                .putInt(28, next.getOrDefault(direction.opposite(), 0))
                .put(32, (byte) 0x50)
                .put(33, (byte) flags)
                .put(HEADERS, payload)
                .array();
        Packet packet = new Packet();
        packet.set(data, 0, data.length, data.length, ++number, LinkType.IPV4, 0);
        Headers headers = decoder.decode(packet);
        for (int at = scanner.find(data, 0, data.length); at >= 0; at = scanner.find(data, at + 1, data.length)) {
            found(scanner);
        }
        conversation.packet(headers, direction, number);
    }

    private void found(TokenScanner holding) {
        tokens.add(holding.path() + " " + holding.sequence() + " " + holding.direction());
    }

    void finish() {
        conversation.finish();
    }

    boolean isOpened() {
        return conversation.isOpened();
    }

    List<Long> payload() {
        return Arrays.stream(Direction.values()).map(conversation::payload).toList();
    }

    /** All that does not depend on segments. */
    record Facts(TlsFacts tls, List<Object> framings, SortedSet<String> tokens) {}

    Facts facts() {
        List<Object> framings = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Framing framing = conversation.framing(direction);
            // By which segment bytes were refused, and what else it held, does.
            framings.add(framing instanceof Framing.NotTls ? "not TLS" : framing);
        }
        return new Facts(conversation.tls(), framings, tokens);
    }

    /** Nothing is missing of what was said, and what is called TLS is nothing but records. */
    void requireHonest() {
        for (Direction direction : Direction.values()) {
            byte[] bytes = said(direction).toByteArray();
            Require.same((long) bytes.length, conversation.payload(direction), "bytes said, and bytes read");
            Require.that(conversation.missing(direction) == 0, "bytes are missing, and all came");
            Require.that(conversation.stray(direction) == 0, "bytes came before the first");
            Require.that(!conversation.isContradicted(direction), "copies differ, and there are none");
            if (conversation.framing(direction) instanceof Framing.Tls tls && tls.fromStart()) {
                requireRecords(bytes, tls);
            }
        }
    }

    /** Walks the records once more, in the simplest way. */
    private static void requireRecords(byte[] bytes, Framing.Tls tls) {
        long records = 0;
        long applicationRecords = 0;
        long applicationBytes = 0;
        int at = 0;
        while (at + RECORD_HEADER <= bytes.length) {
            int type = bytes[at];
            int length = (bytes[at + 3] & 0xFF) << 8 | bytes[at + 4] & 0xFF;
            Require.that(type >= 20 && type <= 24 && bytes[at + 1] == 3, "TLS, but no record at byte " + at);
            Require.that(records > 0 || type != APPLICATION_DATA, "a connection began with application data");
            records++;
            at += RECORD_HEADER;
            if (type == APPLICATION_DATA) {
                applicationRecords++;
                applicationBytes += Math.min(length, bytes.length - at);
            }
            at += length;
        }
        ApplicationData application = tls.application();
        Require.same(records, tls.records(), "records");
        Require.same(applicationRecords, application.records(), "records of application data");
        Require.same(applicationBytes, application.bytes(), "bytes of application data");
    }
}
