package io.ambientprober.agent.http;

/** A request that is not served: the status, and one line that says why. */
public final class RequestException extends Exception {
    public static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    public static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    public static final int TOO_MANY = 429;
    public static final int INTERNAL = 500;

    private static final long serialVersionUID = 1;

    private final int status;

    public RequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
