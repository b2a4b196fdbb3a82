package io.ambientprober.evidence;

import io.ambientprober.enrolled.PodsRecord;
import io.ambientprober.flow.FlowsRecord;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Share;
import org.jspecify.annotations.Nullable;

/**
 * What a run learned beyond its own canaries, and of how much of the cluster it speaks.
 *
 * @param noCanaries in words, why none were sent; null when they were
 * @param nodes that were covered
 * @param namespaces in the mesh that were covered
 * @param enrolled how many enrolled pods the cluster has; null when nobody counted them
 */
public record TenantRecord(
        @Nullable String noCanaries,
        Section<PodsRecord> pods,
        Section<FlowsRecord> flows,
        Share nodes,
        Share namespaces,
        @Nullable Integer enrolled) {
    /** Why captures that are judged alone say nothing of pods and flows. */
    public static final String CANARIES_ALONE = "a plan is of canaries alone";

    /** Of a plan and captures alone. */
    public static final TenantRecord NOT_ASKED = new TenantRecord(
            null,
            new Section.NotAsked<>(CANARIES_ALONE),
            new Section.NotAsked<>(CANARIES_ALONE),
            Share.NONE,
            Share.NONE,
            null);
}
