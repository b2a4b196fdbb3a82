package io.ambientprober.report.model;

import io.ambientprober.release.ThisRelease;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Reason;

/** Where to read more about a reason or a cause: the command that needs no network, and the documentation of this version. */
public final class ExplainHint {
    private ExplainHint() {}

    public static String of(Reason reason) {
        return hint(reason.code(), Explanations.REASONS);
    }

    public static String of(Cause cause) {
        return hint(cause.id(), Explanations.CAUSES);
    }

    private static String hint(String name, String page) {
        return "prober explain " + name + " (" + ThisRelease.document(page, name) + ")";
    }
}
