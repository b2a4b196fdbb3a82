package io.ambientprober.agent.canary;

import io.ambientprober.canary.PathId;
import io.ambientprober.fuzz.Choices;
import io.ambientprober.fuzz.Complaint;
import io.ambientprober.fuzz.Entrance;
import io.ambientprober.fuzz.Require;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Token;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What comes on a canary's connection, in pieces: an answer to its client, or a body to its server; the first byte says which. */
public final class HttpEntrance implements Entrance {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final CanaryTarget TARGET = new CanaryTarget(PathId.parse("0001"), 0);
    private static final Token ASKED = token(Direction.CLIENT_TO_SERVER);
    private static final Token ANSWERED = token(Direction.SERVER_TO_CLIENT);
    private static final int LENGTH = 2 * Token.LENGTH;

    private static Token token(Direction direction) {
        return new Token(RUN, TARGET.path().number(), TARGET.sequence(), direction);
    }

    @Override
    public void read(byte[] input) {
        Choices choices = new Choices(input);
        boolean answer = choices.octet() % 2 == 0;
        int piece = 1 + choices.octet();
        byte[] bytes = choices.rest();
        if (answer) {
            Require.same(answer(bytes, bytes.length + 1), answer(bytes, piece), "an answer in other pieces");
        } else {
            Require.same(upload(bytes, bytes.length + 1), upload(bytes, piece), "a body in other pieces");
            Optional<CanaryTarget> target = CanaryTarget.parse(new String(bytes, StandardCharsets.ISO_8859_1));
            Require.same(
                    target,
                    target.flatMap(each -> CanaryTarget.parse(each.toString())),
                    "a target, and the same written and read");
        }
    }

    /** Whether it is complete, and then it is nothing but the token; or not. */
    private static boolean answer(byte[] bytes, int piece) {
        AnswerReader reader = new AnswerReader(new TokenPattern(ANSWERED), LENGTH);
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                reader.accept(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
            }
        } catch (AnswerException e) {
            Complaint.requireOneLine(e);
            return false;
        }
        Require.that(!reader.position().isEmpty(), "no position");
        if (reader.isComplete()) {
            Require.that(reader.isAccepted(), "a complete answer that no canary server gave");
            Require.that(ends(bytes, ANSWERED), "a complete answer that is not the token's");
        }
        return reader.isComplete();
    }

    private static boolean ends(byte[] bytes, Token token) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .endsWith(new String(token.bytes(), StandardCharsets.ISO_8859_1).repeat(2));
    }

    private static String upload(byte[] bytes, int piece) {
        boolean[] proved = new boolean[1];
        Upload upload = new Upload(TARGET, null, () -> proved[0] = true);
        for (int at = 0; at < bytes.length; at += piece) {
            upload.accept(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        String complaint = upload.complaint();
        Require.that(complaint != null || proved[0], "a body that nothing proves");
        return Objects.requireNonNullElse(complaint, "");
    }

    @Override
    public Stream<byte[]> seeds() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\n";
        return Stream.of(
                input(0, 7, head.getBytes(StandardCharsets.US_ASCII), ANSWERED.bytes(), ANSWERED.bytes()),
                input(0, 200, "HTTP/1.1 503 \r\na:b\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                input(1, 5, ASKED.bytes(), ASKED.bytes(), Arrays.copyOf(ASKED.bytes(), 9)),
                input(1, 5, TARGET.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] input(int kind, int piece, byte[]... parts) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(kind);
        input.write(piece - 1);
        for (byte[] part : parts) {
            input.writeBytes(part);
        }
        return input.toByteArray();
    }
}
