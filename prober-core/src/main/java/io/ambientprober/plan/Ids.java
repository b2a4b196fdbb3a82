package io.ambientprober.plan;

/** The shapes of the identifiers that tokens are made from. */
final class Ids {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String HEX = "0123456789abcdef";

    private Ids() {}

    static boolean isRunKey(String text) {
        return text.length() == 12 && consistsOf(text, CROCKFORD);
    }

    static boolean isPathId(String text) {
        return text.length() == 4 && consistsOf(text, HEX);
    }

    private static boolean consistsOf(String text, String alphabet) {
        return text.chars().allMatch(c -> alphabet.indexOf(c) >= 0);
    }
}
