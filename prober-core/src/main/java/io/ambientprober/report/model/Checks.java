package io.ambientprober.report.model;

import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PodVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked beside the paths of canaries, and whether those were.
 *
 * @param noCanaries in words, why none were sent; null when they were
 * @param unlisted what is counted and not listed here, and of the paths
 */
public record Checks(
        @Nullable String noCanaries, Section<List<PodVerdict>> pods, Section<FlowVerdicts> flows, Unlisted unlisted) {
    /** All of it is listed. */
    public Checks(@Nullable String noCanaries, Section<List<PodVerdict>> pods, Section<FlowVerdicts> flows) {
        this(noCanaries, pods, flows, Unlisted.NOTHING);
    }

    /** Nothing but canaries. */
    public static Checks canaries(String reason) {
        return new Checks(null, new NotAsked<>(reason), new NotAsked<>(reason));
    }

    /** In the order of the contract, asked or not. */
    public List<Check> all() {
        return List.of(
                new Check("pods", "pod", pods.map(List::<Checked>copyOf), unlisted.pods()),
                new Check("flows", "flow", flows.map(flows -> List.<Checked>copyOf(flows.list())), unlisted.flows()));
    }

    public List<Check> asked() {
        return all().stream().filter(Check::asked).toList();
    }

    /** Pods and flows, as far as they were asked for. */
    public List<Checked> beyondCanaries() {
        return all().stream().flatMap(check -> check.list().stream()).toList();
    }

    /** None where they were not asked for. */
    public List<PodVerdict> podVerdicts() {
        return pods instanceof Asked<List<PodVerdict>>(List<PodVerdict> list) ? list : List.of();
    }

    /** None where they were not asked for. */
    public FlowVerdicts flowVerdicts() {
        return flows instanceof Asked<FlowVerdicts>(FlowVerdicts verdicts)
                ? verdicts
                : new FlowVerdicts(List.of(), List.of());
    }
}
