package io.ambientprober.verdict;

/** What was judged beside the paths of canaries: something that was there before the run. */
public sealed interface Checked extends Ruled permits PodVerdict, FlowVerdict {
    /** That it belongs to; of a flow its client's. */
    String namespace();

    /** That it is one of or comes from, without its namespace: for example {@code Deployment/client}. */
    String workload();

    /** By which it is known again in another run, in which pods have other names. */
    String lastingName();

    /** There is but one. */
    default Ruling<?> ruling() {
        return rulings().findFirst().orElseThrow();
    }

    /** Whether it was judged at all, which is what coverage counts. */
    default boolean isSettled() {
        return !has(Verdict.NOT_JUDGED) && !has(Verdict.INCONCLUSIVE);
    }
}
