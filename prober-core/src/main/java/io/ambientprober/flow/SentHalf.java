package io.ambientprober.flow;

/** What one side of a connection sent, by sequence numbers (RFC 9293): each byte once, however often and by whatever device it was shown. */
final class SentHalf {
    /** No window is larger (RFC 7323, section 2.2): what is numbered further ahead was not sent by this connection. */
    private static final int FARTHEST = 1 << 30;

    private static final int NO_DEVICE = -1;

    private boolean known;
    private boolean fromBeginning;
    /** After the SYN. */
    private int base;
    /** After the last byte that was seen. */
    private int next;

    private boolean hasPayload;
    private int payloadAt;
    private boolean hasAcknowledgement;
    private int acknowledged;
    private boolean finished;
    private int device = NO_DEVICE;
    private long packets;
    private long bytes;

    /** Its SYN was seen. */
    void began(int initialSequence) {
        if (!fromBeginning && !hasPayload) {
            known = true;
            fromBeginning = true;
            base = initialSequence + 1;
            next = base;
        }
    }

    /** Counts a packet on the device that showed the first one of this side, and on no other. */
    void packet(int shownBy, int standsFor) {
        if (device == NO_DEVICE) {
            device = shownBy;
        }
        if (device == shownBy) {
            packets += standsFor;
        }
    }

    /**
     * Takes what a packet carries, perhaps nothing.
     *
     * @param pushed a lone byte that was not is a keepalive's (RFC 9293, section 3.8.4), where nothing before it is known
     * @return whether any of it is new
     */
    boolean payload(int sequence, int length, boolean pushed) {
        int end = sequence + length;
        if (!known) {
            known = true;
            next = length == 1 && !pushed ? end : sequence;
        }
        int ahead = end - next;
        if (length == 0 || ahead <= 0 || ahead > FARTHEST) {
            return false;
        }
        bytes += ahead;
        next = end;
        if (!hasPayload) {
            hasPayload = true;
            payloadAt = sequence;
        }
        return true;
    }

    /** Whether a payload with this number is the first that this side sent. */
    boolean beginsAt(int sequence) {
        return fromBeginning && sequence == base;
    }

    /** The other side says what it has. */
    void acknowledged(int upTo) {
        if (!hasAcknowledgement || upTo - acknowledged > 0) {
            hasAcknowledgement = true;
            acknowledged = upTo;
        }
    }

    /** Whether this number acknowledges any payload that was seen. */
    boolean isTaken(int upTo) {
        return hasPayload && upTo - payloadAt > 0;
    }

    boolean isTaken() {
        return hasAcknowledgement && isTaken(acknowledged);
    }

    boolean hasPayload() {
        return hasPayload;
    }

    void finished() {
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }
}
