package io.ambientprober.run;

/** The connection went, or there was none: whether what was asked for was done is not known, and it may be asked for again. */
public final class UnansweredException extends SiteException {
    private static final long serialVersionUID = 1;

    public UnansweredException(String message, Throwable cause) {
        super(message, cause);
    }
}
