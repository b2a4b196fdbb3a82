package io.ambientprober.agent.canary;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads an answer piece by piece and compares each byte of its body with the one expected. */
final class AnswerReader {
    /** Larger than any head that a server or a waypoint in between writes. */
    private static final int MAX_HEAD = 16 * 1024;

    private static final String HEAD_END = "\r\n\r\n";

    private final TokenPattern expected;
    private final long length;
    private final StringBuilder head = new StringBuilder();
    private @Nullable AnswerHead parsed;
    private long received;

    AnswerReader(TokenPattern expected, long length) {
        this.expected = expected;
        this.length = length;
    }

    /** Takes what was read from the connection; the buffer has an array. */
    void accept(ByteBuffer bytes) throws AnswerException {
        if (parsed == null) {
            readHead(bytes);
        }
        if (parsed != null && bytes.hasRemaining()) {
            readBody(bytes);
        }
    }

    /** Whether a canary server took the request. */
    boolean isAccepted() {
        return parsed != null && parsed.status() == 200;
    }

    boolean isComplete() {
        return parsed != null && received == length;
    }

    /** Where in the answer we are, for a message about its end. */
    String position() {
        if (parsed != null) {
            return "after " + received + " of " + length + " bytes of the answer";
        }
        return head.isEmpty() ? "before an answer" : "within the head of the answer";
    }

    private void readHead(ByteBuffer bytes) throws AnswerException {
        while (bytes.hasRemaining()) {
            head.append((char) (bytes.get() & 0xFF));
            if (endsHead()) {
                parsed = AnswerHead.parse(head.substring(0, head.length() - HEAD_END.length()));
                checkHead(parsed);
                return;
            }
            if (head.length() == MAX_HEAD) {
                throw new AnswerException("the answer's head is longer than " + MAX_HEAD + " bytes");
            }
        }
        checkStart();
    }

    private boolean endsHead() {
        int start = head.length() - HEAD_END.length();
        return start >= 0 && head.indexOf(HEAD_END, start) == start;
    }

    /** Says at once that a stream is not HTTP, instead of waiting for an end of its head that never comes. */
    private void checkStart() throws AnswerException {
        String start = "HTTP/1.";
        int common = Math.min(start.length(), head.length());
        if (!start.regionMatches(0, head.toString(), 0, common)) {
            throw new AnswerException("the answer is not HTTP/1.1");
        }
    }

    private void checkHead(AnswerHead answer) throws AnswerException {
        if (answer.status() != 200) {
            throw new AnswerException("the answer is " + answer.status() + ", not 200");
        }
        answer.requireLength(length);
    }

    private void readBody(ByteBuffer bytes) throws AnswerException {
        if (bytes.remaining() > length - received) {
            throw new AnswerException("more came than the " + length + " bytes of the answer");
        }
        int from = bytes.arrayOffset() + bytes.position();
        if (!expected.matches(received, bytes.array(), from, from + bytes.remaining())) {
            throw new AnswerException("the answer is not the canary's token; first seen in the bytes from " + received);
        }
        received += bytes.remaining();
        bytes.position(bytes.limit());
    }
}
