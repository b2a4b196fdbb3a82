package io.ambientprober.canary;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** A path's number in its run, written as four lower-case hex digits: in a plan, in every token, in what a client asks for. */
public record PathId(int number) {
    /** How it is written. */
    public static final String FORM = "[0-9a-f]{4}";

    private static final int MOST = 0xFFFF;
    private static final Pattern WRITTEN = Pattern.compile(FORM);
    private static final HexFormat HEX = HexFormat.of();

    public PathId {
        Limits.require("path", number, 0, MOST);
    }

    public static boolean isValid(String text) {
        return WRITTEN.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when it is none */
    public static PathId parse(String text) {
        Limits.require(isValid(text), "path", "four lower-case hex digits, not '" + text + "'");
        return new PathId(HexFormat.fromHexDigits(text));
    }

    @Override
    public String toString() {
        return HEX.toHexDigits(number, 4);
    }
}
