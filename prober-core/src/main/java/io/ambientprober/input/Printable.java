package io.ambientprober.input;

/**
 * Makes text from plans, captures and clusters safe for a terminal: what is not a visible character (control characters, escape
 * sequences, bidirectional overrides, halves of characters) is written as its number.
 */
public final class Printable {
    /** Longer than any honest name or finding; a terminal is not a place for more. */
    private static final int MAX_CODE_POINTS = 1000;

    private Printable() {}

    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().limit(MAX_CODE_POINTS).forEach(c -> append(safe, c));
        return text.codePointCount(0, text.length()) > MAX_CODE_POINTS
                ? safe.append("...").toString()
                : safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (isVisible(c)) {
            safe.appendCodePoint(c);
        } else {
            safe.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
