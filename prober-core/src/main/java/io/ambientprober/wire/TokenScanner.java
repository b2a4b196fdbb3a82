package io.ambientprober.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the tokens of one run in raw bytes. Every token of a run begins with the same 17 bytes, so one probe of four bytes in every
 * fourteen meets each of them; a probe is compared with the 14 four-byte words of that prefix through a perfect hash.
 *
 * <p>Not safe for use by several threads: the last hit is held in the scanner.
 */
public final class TokenScanner {
    private static final int WORDS = Token.PREFIX_LENGTH - Integer.BYTES + 1;
    private static final int HASH_BITS = 8;
    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
    private static final long FIRST_EIGHTFOLD = LOWEST_BITS * Token.MARK.charAt(0);
    private static final long SECOND_EIGHTFOLD = LOWEST_BITS * Token.MARK.charAt(1);
    private static final int PATH_AT = Token.PREFIX_LENGTH;
    private static final int SEQUENCE_AT = PATH_AT + 5;
    private static final int DIRECTION_AT = SEQUENCE_AT + 8;

    private final byte[] prefix;
    private final int[] wordAt = new int[1 << HASH_BITS];
    private final int multiplier;
    private int path;
    private long sequence;
    private Direction direction = Direction.CLIENT_TO_SERVER;

    /**
     * A scanner for the tokens of one run.
     *
     * @param run the 12 characters of the run key
     */
    public TokenScanner(String run) {
        prefix = Token.prefix(run).getBytes(StandardCharsets.US_ASCII);
        if (prefix.length != Token.PREFIX_LENGTH) {
            throw new IllegalArgumentException("a run key has 12 ASCII characters: " + run);
        }
        int[] words = IntStream.range(0, WORDS)
                .map(at -> Bytes.nativeI32(prefix, at))
                .distinct()
                .toArray();
        // an unused slot holds a word that never hashes to it, so that a probe needs one comparison only
        multiplier = PerfectHash.multiplier(
                IntStream.concat(IntStream.of(words), IntStream.of(0, -1)).toArray(), HASH_BITS);
        wordAt[0] = -1;
        for (int word : words) {
            wordAt[word * multiplier >>> -HASH_BITS] = word;
        }
    }

    /**
     * Finds the first whole token that begins at {@code from} or later and ends before {@code to}; {@link #path()},
     * {@link #sequence()} and {@link #direction()} then tell which.
     *
     * @return where it begins, or -1
     */
    public int find(byte[] bytes, int from, int to) {
        int probe = probe(bytes, from + WORDS - 1, to);
        while (probe >= 0) {
            int hit = tokenAround(bytes, probe, from, to);
            if (hit >= 0) {
                return hit;
            }
            probe = probe(bytes, probe + WORDS, to);
        }
        return -1;
    }

    /** Whether {@link #find} may find one: false is certain. */
    boolean mayFind(byte[] bytes, int from, int to) {
        return probe(bytes, from + WORDS - 1, to) >= 0;
    }

    /**
     * Looks at every fourteenth place of a token that ends before {@code to}.
     *
     * @return the first from {@code first} on that holds a word of the prefix, or -1
     */
    private int probe(byte[] bytes, int first, int to) {
        int[] words = wordAt;
        int factor = multiplier;
        int last = to - Token.LENGTH + WORDS - 1;
        for (int at = first; at <= last; at += WORDS) {
            int word = Bytes.nativeI32(bytes, at);
            if (words[word * factor >>> -HASH_BITS] == word) {
                return at;
            }
        }
        return -1;
    }

    private int tokenAround(byte[] bytes, int probe, int from, int to) {
        for (int begin = Math.max(from, probe - WORDS + 1); begin <= probe; begin++) {
            if (begin + Token.LENGTH <= to && isToken(bytes, begin)) {
                return begin;
            }
        }
        return -1;
    }

    private boolean isToken(byte[] bytes, int at) {
        if (!Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length)) {
            return false;
        }
        long pathId = hex(bytes, at + PATH_AT, 4);
        long number = hex(bytes, at + SEQUENCE_AT, 8);
        byte letter = bytes[at + DIRECTION_AT];
        if (pathId < 0
                || number < 0
                || bytes[at + SEQUENCE_AT - 1] != '-'
                || letter != 'C' && letter != 'S'
                || bytes[at + DIRECTION_AT + 1] != '\n') {
            return false;
        }
        path = (int) pathId;
        sequence = number;
        direction = letter == 'C' ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
        return true;
    }

    /** The value of lower-case hex digits, or -1. */
    private static long hex(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            byte c = bytes[i];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Whether any of the last bytes before {@code to} may be the first of a token that the next bytes of the stream complete. */
    boolean mayBeginBefore(byte[] bytes, int from, int to) {
        int at = to - Token.LENGTH + 1;
        if (at < from) {
            return beginningBefore(bytes, from, to) < to;
        }
        return holdsMark(Bytes.nativeI64(bytes, at))
                || holdsMark(Bytes.nativeI64(bytes, at + 8))
                || holdsMark(Bytes.nativeI64(bytes, at + 16))
                || holdsMark(Bytes.nativeI64(bytes, to - 8));
    }

    /** Whether the first byte of a token stands between {@code from} and {@code to}. */
    boolean holdsFirst(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (holdsMark(Bytes.nativeI64(bytes, at))) {
                return true;
            }
        }
        for (; at < to; at++) {
            if (isFirst(bytes[at])) {
                return true;
            }
        }
        return false;
    }

    /** Whether the first two bytes of a token stand in a row between {@code from} and {@code to}. */
    boolean holdsBeginning(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES < to; at += Long.BYTES) {
            long first = Bytes.nativeI64(bytes, at) ^ FIRST_EIGHTFOLD;
            long second = Bytes.nativeI64(bytes, at + 1) ^ SECOND_EIGHTFOLD;
            if (holdsZero(first | second)) {
                return true;
            }
        }
        for (; at + 1 < to; at++) {
            if (bytes[at] == prefix[0] && bytes[at + 1] == prefix[1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of eight bytes is the first of a token: it alone becomes zero, and zero alone borrows into its highest bit. */
    private static boolean holdsMark(long word) {
        return holdsZero(word ^ FIRST_EIGHTFOLD);
    }

    private static boolean holdsZero(long word) {
        return (word - LOWEST_BITS & ~word & HIGHEST_BITS) != 0;
    }

    /** Whether this byte is the first of a token. */
    boolean isFirst(byte letter) {
        return letter == prefix[0];
    }

    /**
     * Whether the last bytes before {@code to} may be the beginning of a token that the next bytes of the stream complete.
     *
     * @return where it may begin, or {@code to}
     */
    int beginningBefore(byte[] bytes, int from, int to) {
        for (int at = Math.max(from, to - Token.LENGTH + 1); at < to; at++) {
            if (bytes[at] == prefix[0]) {
                int length = Math.min(prefix.length, to - at);
                if (Arrays.equals(bytes, at, at + length, prefix, 0, length)) {
                    return at;
                }
            }
        }
        return to;
    }

    /** Path id of the last hit. */
    public int path() {
        return path;
    }

    /** Connection sequence of the last hit. */
    public long sequence() {
        return sequence;
    }

    /** Direction of the last hit, by its letter: not by the addresses of the packet. */
    public Direction direction() {
        return direction;
    }
}
