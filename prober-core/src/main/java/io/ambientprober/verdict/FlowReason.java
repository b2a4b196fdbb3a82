package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.INCONCLUSIVE;
import static io.ambientprober.verdict.Verdict.NOT_JUDGED;
import static io.ambientprober.verdict.Verdict.PASS;

import java.util.function.Predicate;

/** Does what one workload sends to a port of another stay within HBONE? The first row that holds decides. */
public enum FlowReason implements Reason, Row<Flow> {
    DECLARED(NOT_JUDGED, "declared", flow -> flow.ends() == Flow.Ends.DECLARED),
    UNCLEAR_IDENTITY(INCONCLUSIVE, "unclear-identity", flow -> flow.ends() == Flow.Ends.UNCLEAR),
    PAST_HBONE(FAIL, "past-hbone", flow -> flow.confirmed() > 0),
    DROPPED(INCONCLUSIVE, "dropped", flow -> !flow.gaps().isEmpty()),
    HBONE(PASS, "hbone", flow -> true);

    private final Verdict verdict;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a predicate without state
    private final Predicate<Flow> holds;

    FlowReason(Verdict verdict, String code, Predicate<Flow> holds) {
        this.verdict = verdict;
        this.code = code;
        this.holds = holds;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public boolean holds(Flow facts) {
        return holds.test(facts);
    }
}
