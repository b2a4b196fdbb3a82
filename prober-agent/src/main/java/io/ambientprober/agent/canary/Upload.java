package io.ambientprober.agent.canary;

import static io.ambientprober.canary.RunKey.publicId;

import io.ambientprober.canary.RunKey;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Token;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Compares a request's body, piece by piece, with the token it begins with; keeps nothing else of it. */
final class Upload {
    private static final int RUN_AT = 4;

    private final CanaryTarget target;
    private final @Nullable String runId;
    private final Runnable proved;
    private final byte[] first = new byte[Token.LENGTH];
    private @Nullable TokenPattern pattern;
    private @Nullable String complaint;
    private long received;

    /**
     * The body of a request for this canary.
     *
     * @param runId of the one run whose canaries are taken; null for those of any
     * @param proved told when it begins with a token of such a run
     */
    Upload(CanaryTarget target, @Nullable String runId, Runnable proved) {
        this.target = target;
        this.runId = runId;
        this.proved = proved;
    }

    void accept(byte[] bytes) {
        int taken = 0;
        if (received < first.length) {
            taken = Math.min(bytes.length, first.length - (int) received);
            System.arraycopy(bytes, 0, first, (int) received, taken);
            received += taken;
            if (received == first.length) {
                open();
            }
        }
        if (pattern != null && !pattern.matches(received, bytes, taken, bytes.length)) {
            complaint = "the body is not one token, repeated";
        }
        received += bytes.length - taken;
    }

    /** What is wrong with the whole body, or null; never a byte of it. */
    @Nullable
    String complaint() {
        return received < first.length ? "the body is shorter than a token" : complaint;
    }

    /** The body to answer with; only after a body without complaint. */
    TokenPattern answer() {
        return new TokenPattern(token(Direction.SERVER_TO_CLIENT));
    }

    private void open() {
        Token expected = token(Direction.CLIENT_TO_SERVER);
        if (!RunKey.isValid(expected.run()) || !Arrays.equals(first, expected.bytes())) {
            complaint = "the body does not begin with a client's token of this path and sequence";
        } else if (runId != null && !runId.equals(publicId(expected.run()))) {
            complaint = "a canary of another run";
        } else {
            pattern = new TokenPattern(expected);
            proved.run();
        }
    }

    private Token token(Direction direction) {
        String run = new String(first, RUN_AT, RunKey.LENGTH, StandardCharsets.ISO_8859_1);
        return new Token(run, target.path().number(), target.sequence(), direction);
    }
}
