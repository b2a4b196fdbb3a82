package io.ambientprober.plan;

import java.io.IOException;

/** A plan.json, or a report.json made from one, that cannot be used: which file, where in it (a JSON pointer), why. The message is one line. */
public final class PlanFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** An empty pointer means the whole file. */
    PlanFormatException(String file, String pointer, String reason) {
        super(pointer.isEmpty() ? file + ": " + reason : file + ": " + pointer + ": " + reason);
    }
}
