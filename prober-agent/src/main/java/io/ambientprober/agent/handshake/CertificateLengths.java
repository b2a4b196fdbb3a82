package io.ambientprober.agent.handshake;

import org.bouncycastle.tls.crypto.TlsHash;

/**
 * Looks whether a Certificate message (RFC 8446, section 4.4.2; RFC 5246, section 7.4.2) holds what its lengths say. Bouncy Castle 1.84 makes
 * room for up to 16 MB by such a length before it looks, and shows a message that it has not read yet to hashes only.
 */
final class CertificateLengths implements TlsHash {
    private static final int HEADER = 4;
    private static final byte[] NONE = {};

    private final boolean tls13;
    private boolean hold = true;

    CertificateLengths(boolean tls13) {
        this.tls13 = tls13;
    }

    /** Of the message that it was shown. */
    boolean hold() {
        return hold;
    }

    @Override
    public void update(byte[] message, int offset, int length) {
        int end = offset + length;
        int at = offset + HEADER;
        if (tls13) {
            at = past(message, at, end, 1);
        }
        int list = at + 3;
        at = past(message, at, end, 3) == end ? list : end + 1;
        while (at < end) {
            at = past(message, at, end, 3);
            at = tls13 ? past(message, at, end, 2) : at;
        }
        hold = at == end;
    }

    /** Where what follows a length of some bytes ends; beyond the end where it is not whole. */
    private static int past(byte[] message, int at, int end, int bytes) {
        if (at + bytes > end) {
            return end + 1;
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | message[at + i] & 0xFF;
        }
        return Math.min(at + bytes + length, end + 1);
    }

    @Override
    public byte[] calculateHash() {
        return NONE;
    }

    @Override
    public TlsHash cloneHash() {
        return new CertificateLengths(tls13);
    }

    @Override
    public void reset() {
        hold = true;
    }
}
