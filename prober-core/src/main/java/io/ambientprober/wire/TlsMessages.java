package io.ambientprober.wire;

import java.util.Arrays;

/**
 * Reads the handshake messages of one direction (RFC 8446 section 4, RFC 5246 section 7.4) from the bodies of its handshake records,
 * until they are encrypted. Messages may span records and segments.
 */
final class TlsMessages implements WaitingBudget.Holder {
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int CERTIFICATE_REQUEST = 13;
    private static final int SERVER_HELLO_DONE = 14;
    private static final int FINISHED = 20;

    private static final int MESSAGE_HEADER = 4;
    /** A hello is a few hundred bytes, some 1,400 with a post-quantum key share; a longer one than this is not read. */
    private static final int MAX_HELLO = 16 * 1024;

    private final Direction direction;
    private final TlsHandshake handshake;
    private final WaitingBudget budget;
    private final byte[] header = new byte[MESSAGE_HEADER];
    /** The message at hand: its header, and of a hello the rest. */
    private byte[] message = header;

    private int have;
    private int skip;
    private boolean ended;

    TlsMessages(Direction direction, TlsHandshake handshake, WaitingBudget budget) {
        this.direction = direction;
        this.handshake = handshake;
        this.budget = budget;
    }

    /** The next bytes of handshake record bodies. */
    void bytes(byte[] data, int at, int length) {
        int from = at;
        int end = at + length;
        while (from < end && !ended) {
            if (skip > 0) {
                int skipped = Math.min(skip, end - from);
                skip -= skipped;
                from += skipped;
                continue;
            }
            int taken = Math.min(wanted() - have, end - from);
            System.arraycopy(data, from, message, have, taken);
            have += taken;
            from += taken;
            if (have == MESSAGE_HEADER) {
                begin();
            }
            if (have >= MESSAGE_HEADER && have == wanted()) {
                complete();
            }
        }
    }

    private int wanted() {
        return have < MESSAGE_HEADER ? MESSAGE_HEADER : MESSAGE_HEADER + Bytes.u24(message, 1);
    }

    private void begin() {
        int length = Bytes.u24(message, 1);
        switch (Bytes.u8(message, 0)) {
            case CLIENT_HELLO, SERVER_HELLO -> {
                if (length > MAX_HELLO) {
                    skipBody(length);
                } else {
                    message = Arrays.copyOf(header, MESSAGE_HEADER + length);
                    budget.holds(this, message.length);
                }
            }
            case CERTIFICATE_REQUEST -> {
                if (direction == Direction.SERVER_TO_CLIENT) {
                    handshake.certificateRequest();
                }
                skipBody(length);
            }
            case SERVER_HELLO_DONE -> {
                if (direction == Direction.SERVER_TO_CLIENT) {
                    handshake.serverHelloDone();
                }
                flightEnd();
                skipBody(length);
            }
            default -> {
                // anything above Finished is not a handshake type of TLS 1.2: an encrypted message
                if (Bytes.u8(message, 0) > FINISHED + 4) {
                    ended = true;
                    have = 0;
                } else {
                    skipBody(length);
                }
            }
        }
    }

    private void skipBody(int length) {
        skip = length;
        have = 0;
    }

    private void complete() {
        int end = have;
        have = 0;
        switch (Bytes.u8(message, 0)) {
            case CLIENT_HELLO -> {
                if (direction == Direction.CLIENT_TO_SERVER) {
                    HelloParser.clientHello(message, MESSAGE_HEADER, end, handshake);
                }
            }
            case SERVER_HELLO -> {
                if (direction == Direction.SERVER_TO_CLIENT) {
                    HelloParser.serverHello(message, MESSAGE_HEADER, end, handshake);
                }
            }
            default -> throw new IllegalStateException("only hellos are kept");
        }
        release();
    }

    private void release() {
        budget.letsGo(this);
        message = header;
    }

    /** The hello at hand will not be read. */
    @Override
    public void giveUp() {
        skipBody(wanted() - have);
        message = header;
    }

    static boolean isHello(int messageType) {
        return messageType == CLIENT_HELLO || messageType == SERVER_HELLO;
    }

    /** A ChangeCipherSpec: in TLS 1.2 what follows is encrypted; in TLS 1.3 it says nothing, and a second hello may follow. */
    void changeCipherSpec() {
        if (ended) {
            return;
        }
        flightEnd();
        have = 0;
        skip = 0;
        release();
    }

    /** Nothing readable will come any more. */
    void end() {
        ended = true;
        release();
    }

    /** The nonce of an encrypted message may look like the header of any: nothing is read behind the end of a TLS 1.2 server's flight. */
    private void flightEnd() {
        if (direction == Direction.SERVER_TO_CLIENT) {
            ended = handshake.isReadable();
        }
    }
}
