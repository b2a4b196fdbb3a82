package io.ambientprober.agent;

/** What the user gave cannot be used: one line that says why. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
