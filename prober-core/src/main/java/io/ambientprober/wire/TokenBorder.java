package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/** Finds the tokens of a stream that begin in one segment and end in a later one. */
final class TokenBorder {
    /** A token across a border has at least one byte on each side. */
    private static final int SIDE = Token.LENGTH - 1;

    private final TokenScanner scanner;
    private final byte[] around = new byte[2 * SIDE];
    private int before;

    TokenBorder(TokenScanner scanner) {
        this.scanner = scanner;
    }

    /** Null where these bytes of a stream end with no beginning of a token. */
    static @Nullable TokenBorder after(TokenScanner scanner, byte[] data, int at, int length) {
        if (scanner.beginningBefore(data, at, at + length) == at + length) {
            return null;
        }
        TokenBorder border = new TokenBorder(scanner);
        border.begins(data, at, length);
        return border;
    }

    /**
     * Adds the next bytes of the stream; a token across the border to those before is then in the scanner.
     *
     * @return whether there is one; there can be only one, because two would share a border byte
     */
    boolean crossed(byte[] data, int at, int length) {
        int joined = append(data, at, length);
        boolean found = scanner.find(around, 0, joined) >= 0;
        keepEnd(data, at, length, joined);
        return found;
    }

    private int append(byte[] data, int at, int length) {
        int after = Math.min(SIDE, length);
        System.arraycopy(data, at, around, before, after);
        return before + after;
    }

    private void keepEnd(byte[] data, int at, int length, int joined) {
        if (length >= SIDE) {
            System.arraycopy(data, at + length - SIDE, around, 0, SIDE);
            before = SIDE;
        } else {
            before = Math.min(SIDE, joined);
            System.arraycopy(around, joined - before, around, 0, before);
        }
    }

    /** Whether the last bytes may be the beginning of a token. */
    boolean isOpen() {
        return scanner.beginningBefore(around, 0, before) < before;
    }

    /** What comes next does not follow what came before. */
    void close() {
        before = 0;
    }

    /** The first bytes of the stream that are known. */
    void begins(byte[] data, int at, int length) {
        before = 0;
        keepEnd(data, at, length, append(data, at, length));
    }
}
