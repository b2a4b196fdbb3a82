package io.ambientprober.wire;

/**
 * The messages of WireGuard (white paper, section 5.4): a type, three zero bytes, and a length that belongs to the type. Ports are chosen
 * freely and tell nothing.
 */
public enum WireGuardMessage {
    INITIATION(1, 148),
    RESPONSE(2, 92),
    COOKIE_REPLY(3, 64),
    /** Padded to a multiple of 16; 32 bytes without any data: a keepalive. */
    TRANSPORT_DATA(4, 32);

    /** No message is shorter, in bytes. */
    public static final int MIN_LENGTH = 32;

    private static final int PADDING = 16;
    private static final WireGuardMessage[] ALL = values();

    private final int type;
    private final int length;

    WireGuardMessage(int type, int length) {
        this.type = type;
        this.length = length;
    }

    /** The first 32 bits, in network order. */
    public int firstWord() {
        return type << 24;
    }

    private boolean hasLength(int bytes) {
        return this == TRANSPORT_DATA ? bytes >= length && bytes % PADDING == 0 : bytes == length;
    }

    /**
     * Whether the payload of a datagram is one.
     *
     * @param end of what was captured
     * @param payloadLength bytes on the wire
     */
    static boolean begins(byte[] data, int at, int end, int payloadLength) {
        if (at + 4 > end || Bytes.u24(data, at + 1) != 0) {
            return false;
        }
        for (WireGuardMessage message : ALL) {
            if (message.type == data[at]) {
                return message.hasLength(payloadLength);
            }
        }
        return false;
    }
}
