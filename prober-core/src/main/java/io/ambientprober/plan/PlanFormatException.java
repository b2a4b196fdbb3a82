package io.ambientprober.plan;

import java.io.IOException;
import java.util.regex.Pattern;

/** A plan.json, or a report.json made from one, that cannot be used: which file, where in it (a JSON pointer), why. The message is one line. */
public final class PlanFormatException extends IOException {
    private static final long serialVersionUID = 1;
    private static final Pattern LINE_END = Pattern.compile("\\R");

    /** An empty pointer means the whole file. */
    PlanFormatException(String file, String pointer, String reason) {
        super(oneLine(pointer.isEmpty() ? file + ": " + reason : file + ": " + pointer + ": " + reason));
    }

    /** Names in a pointer are whatever somebody wrote. */
    private static String oneLine(String message) {
        return LINE_END.matcher(message).replaceAll(" ");
    }
}
