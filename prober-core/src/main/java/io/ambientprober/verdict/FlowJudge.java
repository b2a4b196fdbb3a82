package io.ambientprober.verdict;

import io.ambientprober.flow.FlowsRecord;
import java.util.Comparator;

/** The judgement of flows; the rows are {@link FlowReason}. */
public final class FlowJudge {
    private static final Comparator<FlowVerdict> BY_NAME = Comparator.<FlowVerdict, String>comparing(
                    verdict -> verdict.flow().client())
            .thenComparing(verdict -> verdict.flow().server())
            .thenComparingInt(verdict -> verdict.flow().port())
            .thenComparing(verdict -> verdict.flow().ends());

    private FlowJudge() {}

    /** In the order of names and ports. */
    public static FlowVerdicts judge(FlowsRecord record) {
        FlowTable table = FlowTable.of(record);
        return new FlowVerdicts(
                table.rows().stream().map(FlowJudge::judged).sorted(BY_NAME).toList(), table.fromOutside());
    }

    private static FlowVerdict judged(FlowRow row) {
        Flow flow = row.flow();
        FlowReason reason = Row.first(FlowReason.values(), flow);
        return new FlowVerdict(flow, new Ruling<>(reason, FlowFindings.of(flow, reason, row.between(), row.unclear())));
    }
}
