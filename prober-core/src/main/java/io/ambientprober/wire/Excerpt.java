package io.ambientprober.wire;

/** The first bytes of something, as printable ASCII. */
public final class Excerpt {
    /** Bytes shown: a whole token and a little more. */
    static final int MAX_BYTES = 48;

    private static final java.util.HexFormat HEX = java.util.HexFormat.of();

    private Excerpt() {}

    /** At most {@link #MAX_BYTES} bytes; what is not printable ASCII, and the backslash, as {@code \n}, {@code \r} or {@code \x1f}. */
    public static String of(byte[] data, int from, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(end, from + MAX_BYTES); i++) {
            byte b = data[i];
            switch (b) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= ' ' && b < 0x7F) {
                        text.append((char) b);
                    } else {
                        text.append("\\x").append(HEX.toHexDigits(b));
                    }
                }
            }
        }
        return text.toString();
    }
}
