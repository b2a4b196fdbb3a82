package io.ambientprober.verdict;

import java.util.List;

/** One question answered for one path: the row that held, and what was found in words. */
public record Ruling<R extends Reason>(R reason, List<String> findings) {
    public Ruling {
        findings = List.copyOf(findings);
    }

    public Verdict verdict() {
        return reason.verdict();
    }
}
