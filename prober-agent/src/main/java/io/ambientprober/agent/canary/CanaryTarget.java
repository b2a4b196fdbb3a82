package io.ambientprober.agent.canary;

import io.ambientprober.canary.PathId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The request target of a canary, {@code /canary/<path id>/<sequence>}: which canary of a run this is. */
record CanaryTarget(PathId path, long sequence) {
    static final String PREFIX = "/canary/";

    /** Header of a request whose answer is to have another length than the request. */
    static final String RESPONSE_BYTES = "X-Canary-Response-Bytes";

    private static final Pattern FORM = Pattern.compile(PREFIX + "(" + PathId.FORM + ")/([0-9a-f]{8})");
    private static final HexFormat HEX = HexFormat.of();

    static Optional<CanaryTarget> parse(String requestPath) {
        Matcher matcher = FORM.matcher(requestPath);
        return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    }

    private static CanaryTarget of(Matcher matcher) {
        return new CanaryTarget(PathId.parse(matcher.group(1)), HexFormat.fromHexDigitsToLong(matcher.group(2)));
    }

    @Override
    public String toString() {
        return PREFIX + path + '/' + HEX.toHexDigits(sequence, 8);
    }
}
