package io.ambientprober.report.model;

import io.ambientprober.plan.JsonRows.Row;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.FromOutside;
import io.ambientprober.verdict.PodVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pods and flows of a report that is read, which come row by row. */
final class CheckedRows {
    private final List<PodVerdict> pods = new ArrayList<>();
    private final List<FlowVerdict> flows = new ArrayList<>();
    private final List<FromOutside> outside = new ArrayList<>();

    /** By the pointers of the lists. */
    Map<String, Row> readings() {
        return Map.of(
                ChecksJson.PODS, (number, pod) -> pods.add(ChecksJson.pod(pod)),
                ChecksJson.FLOWS, (number, flow) -> flows.add(FlowJson.read(flow)),
                ChecksJson.OUTSIDE, (number, pair) -> outside.add(FlowJson.outside(pair)));
    }

    List<PodVerdict> pods() {
        return List.copyOf(pods);
    }

    FlowVerdicts flows() {
        return new FlowVerdicts(flows, outside);
    }
}
