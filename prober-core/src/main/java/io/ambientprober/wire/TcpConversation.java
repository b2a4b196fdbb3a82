package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/** One TCP connection, both directions put in order and walked as TLS records. */
public final class TcpConversation {
    /** Told of tokens that borders of segments or records cut; whole tokens within a segment are found in the packet itself. */
    public interface BorderTokens {
        /** The scanner holds the token. */
        void found(TokenScanner scanner);
    }

    private final TlsHandshake handshake = new TlsHandshake();
    private final Side client;
    private final Side server;
    private boolean opened;
    private boolean answered;
    private boolean reset;

    /** A connection that nothing is known of; {@code tokens} is told of those that borders of segments or records cut. */
    public TcpConversation(TokenScanner scanner, BorderTokens tokens, WaitingBudget budget) {
        client = new Side(Direction.CLIENT_TO_SERVER, handshake, scanner, tokens, budget);
        server = new Side(Direction.SERVER_TO_CLIENT, handshake, scanner, tokens, budget);
    }

    /** Whether this packet opens a later connection between the same ports. */
    public boolean endsBefore(Headers packet, Direction direction) {
        return isSyn(packet) && side(direction).half.contradicts(packet.sequence);
    }

    /** Whether this packet is a copy of the SYN that opened one side of this connection. */
    public boolean wasOpenedBy(Headers packet, Direction direction) {
        return side(direction).half.wasOpenedBy(packet.sequence);
    }

    /** Whether this packet carries bytes of another connection between the same ports, whose SYN was not captured. */
    public boolean excludes(Headers packet, Direction direction) {
        return packet.payloadLength > 0
                && (packet.flags & (Headers.SYN | Headers.RST)) == 0
                && side(direction).half.excludes(packet.sequence, packet.payloadLength);
    }

    /** How far the packet's sequence number, or else what it acknowledges, is from what comes next here; at most 2^31. */
    public long distance(Headers packet, Direction direction) {
        TcpHalf from = side(direction).half;
        return !from.isKnown() && (packet.flags & Headers.ACK) != 0
                ? side(direction.opposite()).half.distance(packet.acknowledgement)
                : from.distance(packet.sequence);
    }

    /**
     * The connection's next packet, in the order of capture.
     *
     * @param number the packet's place in its capture, from 1
     */
    public void packet(Headers packet, Direction direction, long number) {
        Side from = side(direction);
        from.half.packet();
        from.number = number;
        boolean isReset = (packet.flags & Headers.RST) != 0;
        answered |= direction == Direction.SERVER_TO_CLIENT && !isReset;
        if (isReset) {
            reset |= direction == Direction.SERVER_TO_CLIENT;
            return;
        }
        boolean acknowledges = (packet.flags & Headers.ACK) != 0;
        if (isSyn(packet)) {
            opened = true;
            from.half.opensAfter(packet.sequence);
            if (acknowledges) {
                side(direction.opposite()).half.opensAfter(packet.acknowledgement - 1);
            }
        }
        if (acknowledges) {
            from.half.acknowledges(packet.acknowledgement);
        }
        int sequence = isSyn(packet) ? packet.sequence + 1 : packet.sequence;
        from.half.segment(sequence, packet.data, packet.payloadAt, packet.payloadCaptured, packet.payloadLength);
    }

    private static boolean isSyn(Headers packet) {
        return (packet.flags & Headers.SYN) != 0;
    }

    /** The capture has ended. */
    public void finish() {
        client.finish(server);
        server.finish(client);
    }

    private Side side(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> client;
            case SERVER_TO_CLIENT -> server;
        };
    }

    /** Its SYN, or the answer to it, was captured. */
    public boolean isOpened() {
        return opened;
    }

    /** The server sent anything but a reset. */
    public boolean isAnswered() {
        return answered;
    }

    /** The server sent RST. */
    public boolean isReset() {
        return reset;
    }

    /** What its handshake said, as far as it was captured. */
    public TlsFacts tls() {
        return handshake.facts();
    }

    /** Packets captured of one direction, copies included. */
    public long packets(Direction direction) {
        return side(direction).half.packets();
    }

    /** Payload bytes captured of one direction, each once (by sequence number). */
    public long payload(Direction direction) {
        return side(direction).half.payload();
    }

    /** Payload bytes of one direction between others that were captured, and not captured themselves. */
    public long missing(Direction direction) {
        return side(direction).half.missing();
    }

    /** Of the bytes missing in one direction those that a snap length cut off. */
    public long cut(Direction direction) {
        return side(direction).half.cut();
    }

    /** Bytes of one direction numbered before the first one walked, which came too late to be walked. */
    public long stray(Direction direction) {
        return side(direction).half.stray();
    }

    /** Whether two copies of the same bytes of one direction differ. */
    public boolean isContradicted(Direction direction) {
        return side(direction).half.isContradicted();
    }

    /** The highest number of one direction that the peer acknowledged; null where it acknowledged nothing. */
    public @Nullable Integer acknowledged(Direction direction) {
        return side(direction.opposite()).half.highestAcknowledged();
    }

    /** Sequence number of the first byte of one direction; without meaning where there is none. */
    public int firstSequence(Direction direction) {
        return side(direction).half.first();
    }

    /** Whether one direction is TLS records, and how many bytes of application data they hold. */
    public Framing framing(Direction direction) {
        Side side = side(direction);
        return side.records.framing(side.refusedAt);
    }

    private static final class Side implements StreamSink {
        private final TcpHalf half;
        private final TlsRecords records;
        private final TokenScanner scanner;
        private final BorderTokens tokens;
        private @Nullable TokenBorder border;
        private long number;
        private long refusedAt;

        Side(
                Direction direction,
                TlsHandshake handshake,
                TokenScanner scanner,
                BorderTokens tokens,
                WaitingBudget budget) {
            half = new TcpHalf(this, budget);
            records = new TlsRecords(direction, handshake, new RecordBorders(scanner, tokens), budget);
            this.scanner = scanner;
            this.tokens = tokens;
        }

        @Override
        public void bytes(byte[] data, int at, int length) {
            border(data, at, length);
            records.begins(half.isOpened());
            records.bytes(data, at, length);
            if (refusedAt == 0 && records.isRefused()) {
                refusedAt = number;
            }
        }

        /** Nearly no segment ends with what may be the beginning of a token, and then there is nothing to keep. */
        private void border(byte[] data, int at, int length) {
            if (border != null) {
                if (border.crossed(data, at, length)) {
                    tokens.found(scanner);
                }
                border = border.isOpen() ? border : null;
            } else if (scanner.mayBeginBefore(data, at, at + length)) {
                border = TokenBorder.after(scanner, data, at, length);
            }
        }

        @Override
        public void missing(long count) {
            border = null;
            records.begins(half.isOpened());
            records.missing(count);
        }

        void finish(Side peer) {
            half.finish(peer.half);
            records.finish();
            if (refusedAt == 0 && records.isRefused()) {
                refusedAt = number;
            }
        }
    }
}
