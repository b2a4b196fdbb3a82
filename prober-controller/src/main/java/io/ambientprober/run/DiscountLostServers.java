package io.ambientprober.run;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.run.Site.Ready;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes no unanswered canary for the mesh's doing when it was the server that ended: a path that lacks answers of such a server has
 * no outcome. Whatever of it was in the clear is judged anyway.
 */
final class DiscountLostServers {
    private final Ready ready;
    private final RunEvent.Listener listener;
    private final RunNotes notes;

    DiscountLostServers(Ready ready, RunEvent.Listener listener, RunNotes notes) {
        this.ready = ready;
        this.listener = listener;
        this.notes = notes;
    }

    /**
     * The paths, in their order.
     *
     * @param drafts of the same paths
     * @param silentNodes whose agents do not answer, or never did
     */
    List<ProbePath> call(Set<String> silentNodes, List<PathDraft> drafts, List<ProbePath> paths) {
        Set<String> lost = ready.lostServers(silentNodes);
        lost.forEach(server ->
                listener.event(new RunEvent.Note("server " + server + ", or its node, was lost before the run ended")));
        Map<String, String> serverOf = drafts.stream()
                .collect(Collectors.toMap(
                        draft -> draft.id().toString(),
                        draft -> draft.place().order().name()));
        return paths.stream()
                .map(path -> lost.contains(serverOf.get(path.id())) && lacksAnswers(path) ? discounted(path) : path)
                .toList();
    }

    private ProbePath discounted(ProbePath path) {
        notes.add(
                path.id(),
                "its server, or the node of that, was lost before the run ended; what it left unanswered is not judged");
        return path.withoutOutcome();
    }

    private static boolean lacksAnswers(ProbePath path) {
        CanaryOutcome outcome = path.outcome();
        return outcome != null && outcome.delivered() < path.canary().connections();
    }
}
