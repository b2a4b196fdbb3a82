package io.ambientprober.evidence;

import io.ambientprober.wire.Framing;

/**
 * One direction of a connection.
 *
 * @param packets captured, copies and retransmissions included
 * @param payloadBytes payload sent, by sequence numbers, each byte once; including bytes that a snap length cut off
 * @param missingBytes payload that was sent, by sequence and acknowledgement numbers, but not captured
 * @param cutBytes those of them that a snap length cut off packets that were captured
 * @param strayBytes payload numbered before the first byte, which came too late to be examined
 * @param contradicted two copies of the same bytes differ
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
        int firstSequence,
        Framing framing) {
    /** Payload that was sent and not captured at all. */
    public long lostBytes() {
        return missingBytes - cutBytes;
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
