package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/**
 * Puts one direction of a TCP connection in order (RFC 9293): copies and retransmissions are dropped, segments that come early wait
 * for those before them, and bytes that never come are reported as missing. Sequence numbers are compared modulo 2^32.
 *
 * <p>Without a SYN the first segments wait too, because the first captured need not be the first sent.
 */
public final class TcpHalf {
    /** How much may wait at the beginning of a half whose SYN was not captured. */
    private static final int OPENING_BYTES = 64 * 1024;

    private static final int OPENING_SEGMENTS = 64;
    /** Less before more, and further before it than a window without scaling, is not a beginning: late, or forged. */
    private static final int STRAY_DISTANCE = 1 << 16;
    /** How much may wait for a missing segment before it is given up. */
    private static final int WAITING_BYTES = 1024 * 1024;

    private static final int WAITING_SEGMENTS = 1024;
    /**
     * How many may wait for what a snap length cut off. Another device may show the same bytes in whole packets: one of 64 KiB, as segmentation
     * offload makes it, is some 45 of a network's.
     */
    private static final int SEGMENTS_BEHIND_CUT = 64;
    /** A segment further away belongs to another life of the same ports; a window is at most 1 GiB (RFC 7323). */
    private static final int MAX_DISTANCE = 1 << 30;

    private static final long UNKNOWN = 1L << 31;

    private final StreamSink sink;
    private final WaitingBudget budget;
    private final RecentBytes recent;
    private @Nullable WaitingSegments waiting;
    private boolean opened;
    private boolean settled;
    private int first;
    private int next;
    private boolean acknowledges;
    private int lowestAcknowledged;
    private int highestAcknowledged;
    private long payload;
    private long missing;
    private long cut;
    /** From the next byte on: what a snap length cut off, as long as a copy may show it. */
    private int cutLeft;

    private long stray;
    private boolean contradicted;
    private long packets;

    /**
     * A half that gives its bytes to a sink.
     *
     * @param budget memory that all halves of an analysis share for what waits
     */
    public TcpHalf(StreamSink sink, WaitingBudget budget) {
        this.sink = sink;
        this.budget = budget;
        recent = new RecentBytes(budget);
    }

    /** The stream begins right after this sequence number: that of a SYN, or by the acknowledgement of one. */
    public void opensAfter(int synSequence) {
        if (settled) {
            return;
        }
        opened = true;
        settled = true;
        first = synSequence + 1;
        next = first;
        drain();
    }

    /** Whether a SYN with this sequence number belongs to another connection than the one seen so far. */
    boolean contradicts(int synSequence) {
        if (opened) {
            return first != synSequence + 1;
        }
        if (settled) {
            return !mayBegin(synSequence, first);
        }
        return waiting != null && !mayBegin(synSequence, waiting.lowest());
    }

    /** A SYN, late as it may be, comes by its number before all bytes of its own connection, and not long before the first captured. */
    private static boolean mayBegin(int synSequence, int itsFirst) {
        int before = itsFirst - (synSequence + 1);
        return before >= 0 && before <= WAITING_BYTES;
    }

    boolean wasOpenedBy(int synSequence) {
        return opened && first == synSequence + 1;
    }

    /** From the next byte, or from the first while that may change, modulo 2^32; the largest while nothing is known of it. */
    long distance(int sequence) {
        if (settled) {
            return Math.abs((long) (sequence - next));
        }
        return waiting == null ? UNKNOWN : Math.abs((long) (sequence - waiting.lowest()));
    }

    /** Whether a segment with payload can only be of another connection. A probe repeats one number before the next byte. */
    boolean excludes(int sequence, int length) {
        boolean before = opened && payload < MAX_DISTANCE && sequence + length - first < 0;
        return before || isKnown() && distance(sequence) >= MAX_DISTANCE;
    }

    boolean isKnown() {
        return settled || waiting != null;
    }

    /** A packet of this half was captured, whatever it carries. */
    void packet() {
        packets++;
    }

    /** This half acknowledged all that its peer sent before this sequence number. */
    void acknowledges(int number) {
        if (!acknowledges) {
            acknowledges = true;
            lowestAcknowledged = number;
            highestAcknowledged = number;
        } else if (number - highestAcknowledged > 0) {
            highestAcknowledged = number;
        } else if (number - lowestAcknowledged < 0) {
            lowestAcknowledged = number;
        }
    }

    /**
     * A segment's payload.
     *
     * @param captured bytes at {@code at}, at most {@code length}; a snap length cuts the rest
     * @param length bytes on the wire
     */
    public void segment(int sequence, byte[] data, int at, int captured, int length) {
        if (length <= 0) {
            return;
        }
        if (!settled) {
            WaitingSegments first = waiting();
            contradicted |= first.add(sequence, data, at, captured, length);
            if (first.holdsMoreThan(OPENING_SEGMENTS, OPENING_BYTES)) {
                settle();
            }
            return;
        }
        int distance = sequence - next;
        if (distance > 0) {
            early(sequence, distance, data, at, captured, length);
            return;
        }
        take(-distance, data, at, captured, length);
        if (waiting != null) {
            drain();
        }
    }

    private void early(int sequence, int distance, byte[] data, int at, int captured, int length) {
        if (distance >= MAX_DISTANCE) {
            return;
        }
        WaitingSegments later = waiting();
        contradicted |= later.add(sequence, data, at, captured, length);
        int gap = later.lowest() - next;
        boolean wasCut = cutLeft > 0;
        if (later.holdsMoreThan(wasCut ? SEGMENTS_BEHIND_CUT : WAITING_SEGMENTS, WAITING_BYTES)) {
            giveUp(wasCut ? Math.min(gap, cutLeft) : gap);
            drain();
        }
    }

    private WaitingSegments waiting() {
        if (waiting == null) {
            waiting = new WaitingSegments(budget);
        }
        return waiting;
    }

    /**
     * Takes what is new in a segment.
     *
     * @param old how many bytes at its beginning came before
     */
    private void take(int old, byte[] data, int at, int captured, int length) {
        if (old < 0) {
            return;
        }
        if (old > 0) {
            again(old, data, at, captured, length);
        }
        if (old >= length) {
            return;
        }
        int fresh = Math.max(0, captured - old);
        if (fresh > 0) {
            recent.bytes(data, at + old, fresh);
            sink.bytes(data, at + old, fresh);
            advance(fresh);
        }
        cutLeft = Math.max(cutLeft, length - old - fresh);
    }

    private void advance(int count) {
        payload += count;
        next += count;
        cutLeft = Math.max(0, cutLeft - count);
    }

    /** The next bytes will not come. */
    private void giveUp(int count) {
        missing += count;
        cut += Math.min(count, cutLeft);
        recent.missing();
        sink.missing(count);
        advance(count);
    }

    /** Bytes that came before, or that lie before the first: a copy may say something else, and what is before the first was never walked. */
    private void again(int old, byte[] data, int at, int captured, int length) {
        if (length == 1 && old == 1) {
            return; // a keepalive repeats one number, with any byte (RFC 9293, section 3.8.4)
        }
        long before = old - payload;
        if (before > 0) {
            stray += Math.min(before, length);
        }
        contradicted |= recent.contradicts(old, data, at, Math.min(old, captured));
    }

    private void settle() {
        settled = true;
        if (waiting != null) {
            stray += waiting.takeAwayStray(STRAY_DISTANCE);
        }
        first = waiting == null ? next : waiting.lowest();
        next = first;
        drain();
    }

    private void drain() {
        if (waiting == null) {
            return;
        }
        WaitingSegments.Segment segment = waiting.poll(next);
        while (segment != null) {
            take(next - segment.sequence(), segment.data(), 0, segment.data().length, segment.length());
            segment = waiting.poll(next);
        }
        if (waiting.isEmpty()) {
            waiting = null;
        }
    }

    /**
     * The capture has ended: what still waits is taken, with the gaps before it; bytes that the peer acknowledged and that were never
     * captured are missing.
     */
    void finish(TcpHalf peer) {
        if (!settled) {
            settle();
        }
        while (waiting != null) {
            giveUp(waiting.lowest() - next);
            drain();
        }
        if (cutLeft > 0) {
            giveUp(cutLeft);
        }
        if (!peer.acknowledges) {
            return;
        }
        if (payload > 0 || opened) {
            accountAcknowledged(peer);
        } else {
            accountUnseen(peer);
        }
    }

    /** Nothing of it was captured, and the peer had more of it in the end than in the beginning; one number may be that of a FIN. */
    private void accountUnseen(TcpHalf peer) {
        int sent = peer.highestAcknowledged - peer.lowestAcknowledged - 1;
        if (sent > 0 && sent < MAX_DISTANCE) {
            missing += sent;
        }
    }

    private void accountAcknowledged(TcpHalf peer) {
        // a FIN takes one number; whether one that was not captured was sent cannot be told from a single missing
        // number
        int beyond = peer.highestAcknowledged - next - 1;
        if (beyond > 0 && beyond < MAX_DISTANCE) {
            missing += beyond;
        }
        // the peer had everything up to its lowest acknowledgement before, so what lies between it and the first byte
        // was sent since
        int before = first - peer.lowestAcknowledged;
        if (!opened && before > 0 && before < MAX_DISTANCE) {
            missing += before;
        }
    }

    /** The SYN of this half was captured, or its number learned from an acknowledgement. */
    public boolean isOpened() {
        return opened;
    }

    /** Payload bytes sent, each once, whether captured or not. */
    public long payload() {
        return payload;
    }

    /** Payload bytes that were sent and not captured. */
    public long missing() {
        return missing;
    }

    /** Of those the ones that a snap length cut off: their packets were captured. */
    public long cut() {
        return cut;
    }

    /** Bytes numbered before the first, which came when that one was settled. */
    public long stray() {
        return stray;
    }

    /** Two copies of the same bytes were captured, and differ. */
    public boolean isContradicted() {
        return contradicted;
    }

    /** Of the peer's numbers; null while this half acknowledged nothing. */
    @Nullable
    Integer highestAcknowledged() {
        return acknowledges ? highestAcknowledged : null;
    }

    /** Sequence number of the first byte. */
    public int first() {
        return first;
    }

    long packets() {
        return packets;
    }
}
