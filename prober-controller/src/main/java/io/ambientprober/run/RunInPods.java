package io.ambientprober.run;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.Ready;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends canaries from within pods that were there before the run, all of a pod at once. A pod from which nothing can be sent is paths
 * without an outcome, and no reason to end the run.
 */
final class RunInPods {
    private final Ready ready;
    private final RunOptions options;
    private final Deadline deadline;
    private final Parallel<SiteException> parallel;
    private final RunNotes notes;
    private final Ordering ordering;

    /** What the client of a path is told to send. */
    interface Ordering {
        CanaryOrder order(PathDraft draft);
    }

    RunInPods(
            Ready ready,
            RunOptions options,
            Deadline deadline,
            Parallel<SiteException> parallel,
            RunNotes notes,
            Ordering ordering) {
        this.ready = ready;
        this.options = options;
        this.deadline = deadline;
        this.parallel = parallel;
        this.notes = notes;
        this.ordering = ordering;
    }

    /** In the order of the drafts, those of a pod beside each other. */
    List<ProbePath> call(List<PathDraft> drafts) throws SiteException {
        Map<ClientPlace, List<PathDraft>> byPod = new LinkedHashMap<>();
        drafts.forEach(draft -> byPod.computeIfAbsent(draft.route().client(), _ -> new ArrayList<>())
                .add(draft));
        return parallel.map(List.copyOf(byPod.entrySet()), pod -> sent(pod.getKey(), pod.getValue())).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<ProbePath> sent(ClientPlace place, List<PathDraft> drafts) {
        InPod pod = ready.inPod(place);
        try {
            List<CanaryOutcome> outcomes = pod.send(
                    drafts.stream().map(ordering::order).toList(),
                    deadline.atMost(options.longestClient().multipliedBy(drafts.size())));
            List<ProbePath> paths = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                paths.add(path(pod, drafts.get(i), outcomes.get(i)));
            }
            return paths;
        } catch (SiteException e) {
            return drafts.stream().map(draft -> lost(pod, draft, e)).toList();
        }
    }

    private ProbePath lost(InPod pod, PathDraft draft, SiteException why) {
        notes.add(draft.id().toString(), "nothing could be sent from within its pod: " + why.getMessage());
        return draft.with(pod.client(), null);
    }

    private ProbePath path(InPod pod, PathDraft draft, CanaryOutcome outcome) {
        outcome.failures(draft.canary().connections())
                .ifPresent(failures -> notes.add(draft.id().toString(), failures));
        ProbePath path = draft.with(pod.client(), outcome);
        return outcome.delivered() == 0
                ? pod.egressPolicy().map(path::heldBackBy).orElse(path)
                : path;
    }
}
