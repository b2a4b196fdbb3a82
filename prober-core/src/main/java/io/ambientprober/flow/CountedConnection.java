package io.ambientprober.flow;

import io.ambientprober.wire.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, under whatever addresses of its server a translation shows it. Nothing of its payload is kept but what the first bytes
 * looked like.
 */
final class CountedConnection {
    private static final int TLS_FIRST = 20;
    private static final int TLS_LAST = 23;
    private static final int TLS_MAJOR = 3;
    private static final int TLS_LAST_MINOR = 4;
    private static final int TLS_PREFIX = 3;

    /** What the first bytes of a payload were. */
    enum Look {
        CLEAR,
        TLS,
        UNKNOWN
    }

    private final SentHalf client = new SentHalf();
    private final SentHalf server = new SentHalf();
    private boolean hasInitialSequence;
    private int initialSequence;
    private boolean opened;
    private boolean answered;
    private boolean reset;
    private boolean openedByOwnDevice;
    private boolean carriedByOwnDevice;
    private @Nullable Look look;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;
    private @Nullable Tuple ends;

    /**
     * Takes a packet of either side.
     *
     * @param own whether it came in by the device of the client's pod
     * @param standsFor packets, of a sample
     */
    void packet(Headers packet, boolean fromClient, boolean own, int standsFor, long timeNanos) {
        SentHalf sender = fromClient ? client : server;
        SentHalf receiver = fromClient ? server : client;
        firstNanos = Math.min(firstNanos, timeNanos);
        lastNanos = Math.max(lastNanos, timeNanos);
        sender.packet(packet.device(), standsFor);
        if (packet.has(Headers.RST)) {
            reset = true;
            return; // neither its bytes nor what it acknowledges are of the connection
        }
        int sequence = packet.sequence();
        if (packet.has(Headers.SYN)) {
            syn(packet, fromClient, own, sender);
            sequence++;
        }
        boolean first = sender.beginsAt(sequence);
        boolean fresh = sender.payload(sequence, packet.payloadLength(), packet.has(Headers.PSH));
        if (fresh && look == null && first) {
            look = look(packet);
        }
        if (packet.has(Headers.ACK)) {
            receiver.acknowledged(packet.acknowledgement());
            carriedByOwnDevice |= own && (fresh || receiver.isTaken(packet.acknowledgement()));
        }
        if (packet.has(Headers.FIN)) {
            sender.finished();
        }
    }

    private void syn(Headers packet, boolean fromClient, boolean own, SentHalf sender) {
        sender.began(packet.sequence());
        if (fromClient) {
            opened = true;
            openedByOwnDevice |= own;
            initialSequence(packet.sequence());
        } else if (packet.has(Headers.ACK)) {
            answered = true;
            initialSequence(packet.acknowledgement() - 1);
        }
    }

    private void initialSequence(int ofClient) {
        if (!hasInitialSequence) {
            hasInitialSequence = true;
            initialSequence = ofClient;
        }
    }

    private static Look look(Headers packet) {
        byte[] data = packet.data();
        int at = packet.payloadAt();
        int captured = packet.payloadCaptured();
        if (captured == 0 || data[at] < TLS_FIRST || data[at] > TLS_LAST) {
            return captured == 0 ? Look.UNKNOWN : Look.CLEAR;
        }
        if (captured < TLS_PREFIX) {
            return Look.UNKNOWN;
        }
        boolean version = data[at + 1] == TLS_MAJOR && data[at + 2] >= 0 && data[at + 2] <= TLS_LAST_MINOR;
        return version ? Look.TLS : Look.CLEAR;
    }

    /** Whether a SYN of a client begins another connection than this one, between the same ends. */
    boolean isOver(int sequence, boolean own) {
        if (hasInitialSequence && initialSequence == sequence) {
            return false;
        }
        // another pod that sends under the client's address must not make an open connection of the client forgotten
        return own || !openedByOwnDevice || isClosed();
    }

    boolean isClosed() {
        return reset || client.isFinished() && server.isFinished();
    }

    boolean isCarrier() {
        return client.hasPayload() || server.hasPayload();
    }

    /** With SYN, SYN/ACK and acknowledged payload. */
    boolean isEstablished() {
        return isAnswered() && (client.isTaken() || server.isTaken());
    }

    boolean isAnswered() {
        return opened && answered;
    }

    /** Established, and the client's packets came in by its own device: that which opened it, and one that carried or took payload. */
    boolean isOwn() {
        return isEstablished() && openedByOwnDevice && carriedByOwnDevice;
    }

    boolean isOpenedByOwnDevice() {
        return openedByOwnDevice;
    }

    boolean isOf(int initialSequenceOfClient) {
        return hasInitialSequence && initialSequence == initialSequenceOfClient;
    }

    long packets() {
        return client.packets() + server.packets();
    }

    long bytes() {
        return client.bytes() + server.bytes();
    }

    Look look() {
        return look == null ? Look.UNKNOWN : look;
    }

    long firstNanos() {
        return firstNanos;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Those of the server itself first, then others under which it goes. */
    @Nullable
    Tuple ends() {
        return ends;
    }

    void ends(@Nullable Tuple first) {
        ends = first;
    }
}
