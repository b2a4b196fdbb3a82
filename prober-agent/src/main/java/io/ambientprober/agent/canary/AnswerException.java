package io.ambientprober.agent.canary;

import java.io.IOException;
import java.io.Serial;

/** An answer came that is not the one a canary server gives. The message holds nothing of what was received but numbers. */
final class AnswerException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    AnswerException(String message) {
        super(message);
    }
}
