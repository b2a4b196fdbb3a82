package io.ambientprober.agent.capture;

/** A capture that is not possible here: one line that says why and what to do. */
public final class CaptureException extends Exception {
    private static final long serialVersionUID = 1;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
