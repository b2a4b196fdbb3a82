package io.ambientprober.agent.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** As much HTTP/2 (RFC 9113) as it takes to be answered, and to know an answer when it comes. */
final class Http2 {
    private static final int FRAME_HEADER = 9;
    private static final int SETTINGS = 4;
    private static final int ACK = 1;
    /** What a frame may hold until other settings were agreed on (section 4.2). */
    private static final int MAX_FRAME = 16_384;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean unasked;

    /** The connection preface of a client, with an empty SETTINGS frame (section 3.4). */
    static byte[] greeting() {
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        greeting.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        greeting.writeBytes(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
        return greeting.toByteArray();
    }

    /**
     * Bytes from the server; what is beyond a few frames is of no interest.
     *
     * @param asked whether the greeting was sent before
     */
    void received(byte[] data, boolean asked) {
        if (received.size() <= MAX_FRAME) {
            received.writeBytes(data);
        }
        unasked |= !asked;
    }

    boolean anything() {
        return received.size() > 0;
    }

    /**
     * The server has read what we sent. A server may send data, its own SETTINGS above all, before it has seen our side of the handshake
     * (RFC 8446, section 2); but it acknowledges no settings that it has not read, nor answers in another protocol.
     */
    boolean isReply() {
        return acknowledged() || anything() && !unasked && !beginsWithSettings();
    }

    private boolean beginsWithSettings() {
        byte[] data = received.toByteArray();
        return data.length < FRAME_HEADER || data[3] == SETTINGS;
    }

    private boolean acknowledged() {
        byte[] data = received.toByteArray();
        int at = 0;
        while (data.length - at >= FRAME_HEADER) {
            int length = (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | data[at + 2] & 0xFF;
            if (data[at + 3] == SETTINGS && (data[at + 4] & ACK) != 0) {
                return true;
            }
            if (length > MAX_FRAME) {
                return false;
            }
            at += FRAME_HEADER + length;
        }
        return false;
    }
}
