package io.ambientprober.attest;

/** What is attested does not hold. The message is one line that says what differs. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Exception cause) {
        super(message, cause);
    }
}
