package io.ambientprober.plan;

import io.ambientprober.wire.IpAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * IP literals as people and Kubernetes write them. {@link IpAddress#parse} also takes what the C library takes, for example
 * {@code 10.1.1} for 10.1.0.1, brackets and zones, which in a plan are mistakes.
 */
public final class IpLiteral {
    private IpLiteral() {}

    /** Null when the text is no such literal. */
    public static @Nullable IpAddress parse(String text) {
        if (!(text.indexOf(':') >= 0 ? looksV6(text) : looksV4(text))) {
            return null;
        }
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean looksV6(String text) {
        return text.chars().allMatch(c -> c == ':' || c == '.' || HexFormat.isHexDigit(c));
    }

    private static boolean looksV4(String text) {
        int octets = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean leadingZero = digits == 1 && text.charAt(i - 1) == '0';
            if (c == '.' && digits > 0) {
                octets++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && !leadingZero) {
                digits++;
            } else {
                return false;
            }
        }
        return octets == 3 && digits > 0;
    }
}
