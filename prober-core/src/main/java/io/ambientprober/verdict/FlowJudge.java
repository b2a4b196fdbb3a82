package io.ambientprober.verdict;

import io.ambientprober.flow.FlowsRecord;
import java.util.List;

/** The judgement of flows; the rows are {@link FlowReason}. */
public final class FlowJudge {
    private FlowJudge() {}

    public static FlowVerdicts judge(FlowsRecord record) {
        return new FlowVerdicts(List.of(), List.of());
    }
}
