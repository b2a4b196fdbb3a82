package io.ambientprober.agent.canary;

import io.ambientprober.canary.RunKey;
import io.ambientprober.wire.Token;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a canary client is to do, once. A complaint begins with the name of what is wrong, as the command line has it without dashes.
 *
 * @param path path id as a number, 0 to 0xffff
 * @param target an address literal, or a name to look up
 * @param parallel connections under way at a time
 * @param deniedPort null when it is not to be tried
 * @param identityPort null when it is not to be tried
 * @param firstSequence of the counted canaries
 * @param interval between the end of a connection and the beginning of the next
 * @param deadline for everything together; null when the time-outs of the connections are bound enough
 */
record ClientPlan(
        String run,
        int path,
        String target,
        int port,
        @Nullable Integer deniedPort,
        @Nullable Integer identityPort,
        int connections,
        int parallel,
        int requestBytes,
        int responseBytes,
        long firstSequence,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration interval,
        @Nullable Duration deadline) {
    static final int MAX_BYTES = CanaryTarget.MAX_BYTES;
    static final int MAX_CONNECTIONS = 10_000;

    /** Sequences of policy ports begin here, so that nobody takes them for counted canaries. */
    static final long DENIED_SEQUENCES = 0x8000_0000L;

    static final long IDENTITY_SEQUENCES = 0xC000_0000L;

    private static final long COUNTED_SEQUENCES = IDENTITY_SEQUENCES - DENIED_SEQUENCES;

    private static final Pattern PATH_ID = Pattern.compile("[0-9a-f]{4}");

    ClientPlan {
        require(RunKey.isValid(run), "run: 12 characters of 0-9, A-H, J, K, M, N, P-T, V-Z, not '" + run + "'");
        require(!target.isBlank(), "target: an address or a name");
        requireRange("port", port, 1, 0xFFFF);
        requireRange("denied-port", deniedPort == null ? 1 : deniedPort, 1, 0xFFFF);
        requireRange("identity-port", identityPort == null ? 1 : identityPort, 1, 0xFFFF);
        requireRange("connections", connections, 1, MAX_CONNECTIONS);
        requireRange("parallel", parallel, 1, 64);
        requireRange("request-bytes", requestBytes, Token.LENGTH, MAX_BYTES);
        requireRange("response-bytes", responseBytes, Token.LENGTH, MAX_BYTES);
        requireRange("first-sequence", firstSequence, 0, COUNTED_SEQUENCES - connections);
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("request-timeout", requestTimeout);
        require(!interval.isNegative(), "interval: not negative");
        requirePositive("deadline", deadline == null ? requestTimeout : deadline);
    }

    /** A path id as a plan has it, as a number. */
    static int pathNumber(String id) {
        require(PATH_ID.matcher(id).matches(), "path: four lower-case hex digits, not '" + id + "'");
        return HexFormat.fromHexDigits(id);
    }

    long deniedSequence() {
        return DENIED_SEQUENCES + firstSequence;
    }

    long identitySequence() {
        return IDENTITY_SEQUENCES + firstSequence;
    }

    /** The value of {@code Host} (RFC 9112, section 3.2): an IPv6 address stands in brackets. */
    String hostHeader(int dialled) {
        return (target.contains(":") ? "[" + target + "]" : target) + ":" + dialled;
    }

    /** Whether the target needs no look-up. */
    boolean isLiteral() {
        try {
            InetAddress.ofLiteral(target);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static void requireRange(String option, long value, long least, long most) {
        require(value >= least && value <= most, option + ": " + least + " to " + most + ", not " + value);
    }

    private static void requirePositive(String option, Duration value) {
        require(value.isPositive(), option + ": longer than nothing");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
