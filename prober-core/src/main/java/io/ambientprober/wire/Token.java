package io.ambientprober.wire;

import java.nio.charset.StandardCharsets;

/**
 * The 32 ASCII bytes that a canary is made of: {@code AP1-}, the run key, {@code -}, path id, {@code -}, connection sequence,
 * direction, newline.
 *
 * @param path path id, 0 to 0xffff
 * @param sequence connection sequence, 0 to 0xffffffff
 */
public record Token(String run, int path, long sequence, Direction direction) {
    /** Bytes of a token; any {@code 2 * LENGTH - 1} bytes of a canary's body hold a whole one. */
    public static final int LENGTH = 32;

    static final String MARK = "AP1-";
    /** {@link #MARK}, the 12 characters of the run key, and a hyphen: the same in every token of a run. */
    static final int PREFIX_LENGTH = 17;

    /** The {@link #LENGTH} ASCII bytes that stand on the wire, newline included. */
    public byte[] bytes() {
        String text =
                prefix(run) + HEX.toHexDigits(path, 4) + '-' + HEX.toHexDigits(sequence, 8) + letter(direction) + '\n';
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String prefix(String run) {
        return MARK + run + '-';
    }

    static char letter(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> 'C';
            case SERVER_TO_CLIENT -> 'S';
        };
    }

    private static final java.util.HexFormat HEX = java.util.HexFormat.of();
}
