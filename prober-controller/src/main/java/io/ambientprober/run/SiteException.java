package io.ambientprober.run;

import org.jspecify.annotations.Nullable;

/** The site could not do what was asked: one line that says what happened, where, and what to do. */
public sealed class SiteException extends Exception permits UnansweredException {
    private static final long serialVersionUID = 1;

    public SiteException(String message) {
        super(message);
    }

    public SiteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A caller that goes on is still interrupted. */
    public static SiteException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SiteException("the run was interrupted", e);
    }
}
