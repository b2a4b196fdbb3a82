package io.ambientprober.evidence;

import io.ambientprober.wire.Framing;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection.
 *
 * @param packets captured, copies and retransmissions included
 * @param payloadBytes payload sent, by sequence numbers, each byte once; including bytes that a snap length cut off
 * @param missingBytes payload that was sent, by sequence and acknowledgement numbers, but not captured
 * @param cutBytes those of them that a snap length cut off packets that were captured
 * @param strayBytes payload numbered before the first byte, which came too late to be examined
 * @param contradicted two copies of the same bytes differ
 * @param acknowledged the highest number that the peer acknowledged, modulo 2^32; null where no acknowledgement was captured
 * @param firstSequence number of the first byte, modulo 2^32; without meaning where there is no payload
 * @param framing what the bytes are
 */
public record Half(
        long packets,
        long payloadBytes,
        long missingBytes,
        long cutBytes,
        long strayBytes,
        boolean contradicted,
        @Nullable Integer acknowledged,
        int firstSequence,
        Framing framing) {
    /** What is further away is of another connection; a window is at most 1 GiB (RFC 7323). */
    private static final int MAX_DISTANCE = 1 << 30;
    /**
     * Views of one stream end as far apart as one tap outlives the other. Streams that follow each other between the same ports are numbered by a
     * clock (RFC 6528) and further apart.
     */
    private static final int UNSCALED_WINDOW = 1 << 16;

    /** Payload that was sent and not captured at all. */
    public long lostBytes() {
        return missingBytes - cutBytes;
    }

    /** Whether every byte was captured, but for what a snap length cut off, and there is one truth about each. */
    boolean isWithoutGap() {
        return lostBytes() == 0 && strayBytes == 0 && !contradicted;
    }

    /** Whether the peer acknowledged some of these bytes, of those that are not TLS where there are such, as another node saw the connection. */
    public boolean isAcknowledgedIn(Half view) {
        if (payloadBytes == 0 || view.acknowledged == null) {
            return false;
        }
        long offset = framing instanceof Framing.NotTls notTls ? notTls.offset() : 0;
        int bytes = view.acknowledged - firstSequence - (int) offset;
        return bytes > 0 && bytes < MAX_DISTANCE;
    }

    /** False where the numbers of both are known, and too far apart to be of one stream. */
    boolean mayBe(Half other) {
        return !isNumbered() || !other.isNumbered() || isNear(other);
    }

    boolean isNumbered() {
        return payloadBytes > 0 || acknowledged != null;
    }

    private boolean isNear(Half other) {
        return isNear(other.lowest()) || other.isNear(lowest());
    }

    private boolean isNear(int number) {
        return Integer.toUnsignedLong(number - lowest() + UNSCALED_WINDOW) <= payloadBytes + 2 * UNSCALED_WINDOW;
    }

    /** Of the numbers that are known. */
    private int lowest() {
        return payloadBytes > 0 || acknowledged == null ? firstSequence : acknowledged;
    }

    /** Whether both hold some of the same sequence numbers. */
    boolean overlaps(Half other) {
        return payloadBytes > 0
                && other.payloadBytes > 0
                && (reaches(other.firstSequence) || other.reaches(firstSequence));
    }

    private boolean reaches(int sequence) {
        return Integer.toUnsignedLong(sequence - firstSequence) < payloadBytes;
    }
}
