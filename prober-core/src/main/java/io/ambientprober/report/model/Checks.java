package io.ambientprober.report.model;

import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Ruled;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked beside the paths of canaries, and whether those were.
 *
 * @param noCanaries in words, why none were sent; null when they were
 */
public record Checks(@Nullable String noCanaries, Section<List<PodVerdict>> pods, Section<FlowVerdicts> flows) {
    /** Of captures alone. */
    public static final Checks CANARIES = new Checks(null, new NotAsked<>(""), new NotAsked<>(""));

    /** Pods and flows, as far as they were asked for. */
    public List<Ruled> beyondCanaries() {
        return Stream.<Ruled>concat(podVerdicts().stream(), flowVerdicts().list().stream())
                .toList();
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
