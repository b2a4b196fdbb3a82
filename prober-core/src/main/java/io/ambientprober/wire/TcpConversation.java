package io.ambientprober.wire;

/** One TCP connection, both directions put in order and walked as TLS records. */
public final class TcpConversation {
    /** Told of tokens that segment borders cut; whole tokens within a segment are found in the packet itself. */
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

    public TcpConversation(TokenScanner scanner, BorderTokens tokens, WaitingBudget budget) {
        client = new Side(Direction.CLIENT_TO_SERVER, handshake, scanner, tokens, budget);
        server = new Side(Direction.SERVER_TO_CLIENT, handshake, scanner, tokens, budget);
    }

    /** Whether this packet opens a later connection between the same ports. */
    public boolean endsBefore(Headers packet, Direction direction) {
        return isSyn(packet) && side(direction).half.contradicts(packet.sequence);
    }

    /**
     * The connection's next packet, in the order of capture.
     *
     * @param number the packet's place in its capture, from 1
     */
    public void packet(Headers packet, Direction direction, long number) {
        Side from = side(direction);
        Side to = side(direction.opposite());
        from.half.packet((packet.flags & Headers.FIN) != 0);
        from.number = number;
        to.number = number;
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
                to.half.opensAfter(packet.acknowledgement - 1);
            }
        }
        if (acknowledges) {
            to.half.acknowledged(packet.acknowledgement);
        }
        int sequence = isSyn(packet) ? packet.sequence + 1 : packet.sequence;
        from.half.segment(sequence, packet.data, packet.payloadAt, packet.payloadCaptured, packet.payloadLength);
    }

    private static boolean isSyn(Headers packet) {
        return (packet.flags & Headers.SYN) != 0;
    }

    /** The capture has ended. */
    public void finish() {
        client.finish();
        server.finish();
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

    public boolean isReset() {
        return reset;
    }

    public TlsFacts tls() {
        return handshake.facts();
    }

    /** Packets captured of one direction, copies included. */
    public long packets(Direction direction) {
        return side(direction).half.packets();
    }

    public long payload(Direction direction) {
        return side(direction).half.payload();
    }

    public long missing(Direction direction) {
        return side(direction).half.missing();
    }

    public Framing framing(Direction direction) {
        Side side = side(direction);
        return side.records.framing(side.refusedAt);
    }

    private static final class Side implements StreamSink {
        private final TcpHalf half;
        private final TlsRecords records;
        private final TokenBorder border;
        private final TokenScanner scanner;
        private final BorderTokens tokens;
        private long number;
        private long refusedAt;

        Side(
                Direction direction,
                TlsHandshake handshake,
                TokenScanner scanner,
                BorderTokens tokens,
                WaitingBudget budget) {
            half = new TcpHalf(this, budget);
            records = new TlsRecords(direction, handshake);
            border = new TokenBorder(scanner);
            this.scanner = scanner;
            this.tokens = tokens;
        }

        @Override
        public void bytes(byte[] data, int at, int length) {
            if (border.crossed(data, at, length)) {
                tokens.found(scanner);
            }
            records.begins(half.isOpened());
            records.bytes(data, at, length);
            if (refusedAt == 0 && records.isRefused()) {
                refusedAt = number;
            }
        }

        @Override
        public void missing(long count) {
            border.broken();
            records.begins(half.isOpened());
            records.missing(count);
        }

        void finish() {
            half.finish();
            records.finish();
            if (refusedAt == 0 && records.isRefused()) {
                refusedAt = number;
            }
        }
    }
}
