package io.ambientprober.agent.canary;

import io.ambientprober.wire.Token;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A canary's body without end: one token, repeated. */
final class TokenPattern {
    /** Large enough that a body of the default size is one piece. */
    private static final int CHUNK = 512 * Token.LENGTH;

    private final byte[] chunk = new byte[CHUNK];

    TokenPattern(Token token) {
        byte[] period = token.bytes();
        for (int at = 0; at < CHUNK; at += period.length) {
            System.arraycopy(period, 0, chunk, at, period.length);
        }
    }

    /** What stands at a position of the body: at least one byte, at most {@code length}. */
    ByteBuffer at(long position, long length) {
        int start = phase(position);
        return ByteBuffer.wrap(chunk, start, (int) Math.min(length, CHUNK - start))
                .slice();
    }

    /** Whether these bytes are what the body holds at a position. */
    boolean matches(long position, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int start = phase(position + (at - from));
            int length = Math.min(to - at, CHUNK - start);
            if (!Arrays.equals(bytes, at, at + length, chunk, start, start + length)) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private static int phase(long position) {
        return (int) (position % Token.LENGTH);
    }
}
