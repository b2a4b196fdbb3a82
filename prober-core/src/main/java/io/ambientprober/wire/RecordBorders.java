package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens that the borders of TLS records cut, where the records are not encrypted: each ends with a MAC, or in TLS 1.3 with a
 * content type and a tag, so that what continues a token is not what follows it on the wire. Which of the lengths it is need not be
 * known: all are tried, because bytes that are no part of a token nearly never look like the beginning of one. Where the server chose a suite
 * that encrypts a few are enough, to see whether it does.
 */
final class RecordBorders {
    /**
     * What may follow the plaintext of a record. First what a suite that encrypts has: no more than it may need, or tag, or type and tag. Then a
     * truncated MAC (RFC 6066, section 7), one of SHA-1, SHA-256 or SHA-384 (RFC 5246, appendix A.5; that of MD5 is as long as a tag), or type and
     * tag (RFC 9150, section 6).
     */
    private static final int[] TRAILERS = {0, 16, 1 + 16, 10, 20, 32, 48, 1 + 32, 1 + 48};

    private static final int OF_ENCRYPTING_SUITES = 3;

    private final TokenScanner scanner;
    private final TcpConversation.BorderTokens tokens;
    private @Nullable TokenBorder @Nullable [] borders;
    /** So many of the trailers, from the first on. */
    private int tried = TRAILERS.length;

    private int longest = 1 + 48;
    private boolean begun;

    RecordBorders(TokenScanner scanner, TcpConversation.BorderTokens tokens) {
        this.scanner = scanner;
        this.tokens = tokens;
    }

    /** The server chose a suite that is known, and encrypts. */
    void expectEncryption() {
        tried = OF_ENCRYPTING_SUITES;
        longest = 1 + 16;
    }

    /**
     * The next bytes of a record's body.
     *
     * @param left bytes of the body, these among them
     */
    void body(byte[] data, int at, int length, int left) {
        if (begun || mayBegin(data, at, at + length, at + left)) {
            join(data, at, length, left);
        }
    }

    /** Whether any of the bytes may be the first of a token that goes on in a later record, or behind these bytes. */
    private boolean mayBegin(byte[] data, int at, int end, int bodyEnd) {
        int last = Math.max(at, Math.min(end, bodyEnd - longest) - Token.LENGTH + 1);
        return scanner.holdsFirst(data, last, end) && mayBegin(data, at, end, bodyEnd, last);
    }

    private boolean mayBegin(byte[] data, int at, int end, int bodyEnd, int last) {
        if (scanner.holdsBeginning(data, last, end)) {
            return true;
        }
        for (int i = 0; i < tried; i++) {
            int plainEnd = Math.min(end, bodyEnd - TRAILERS[i]);
            if (plainEnd > at && scanner.isFirst(data[plainEnd - 1])) {
                return true;
            }
        }
        return false;
    }

    private void join(byte[] data, int at, int length, int left) {
        begun = false;
        for (int i = 0; i < tried; i++) {
            int plain = Math.min(length, left - TRAILERS[i]);
            if (plain > 0) {
                join(i, data, at, plain);
            }
            begun |= borders != null && borders[i] != null && borders[i].isOpen();
        }
        if (!begun) {
            borders = null;
        }
    }

    private void join(int trailer, byte[] data, int at, int length) {
        TokenBorder border = borders == null ? null : borders[trailer];
        if (border != null && border.isOpen()) {
            if (border.crossed(data, at, length)) {
                tokens.found(scanner);
            }
        } else if (scanner.beginningBefore(data, at, at + length) < at + length) {
            open(trailer).begins(data, at, length);
        }
    }

    private TokenBorder open(int trailer) {
        if (borders == null) {
            borders = new TokenBorder[TRAILERS.length];
        }
        TokenBorder border = borders[trailer];
        if (border == null) {
            border = new TokenBorder(scanner);
            borders[trailer] = border;
        }
        return border;
    }

    /** Bytes of a record were not captured. */
    void missing() {
        begun = false;
        if (borders != null) {
            for (TokenBorder border : borders) {
                if (border != null) {
                    border.close();
                }
            }
        }
    }
}
