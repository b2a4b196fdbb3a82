package io.ambientprober.plan;

/** The shapes of the identifiers that tokens are made from. */
final class Ids {
    private static final String HEX = "0123456789abcdef";

    private Ids() {}

    static boolean isPathId(String text) {
        return text.length() == 4 && text.chars().allMatch(c -> HEX.indexOf(c) >= 0);
    }
}
