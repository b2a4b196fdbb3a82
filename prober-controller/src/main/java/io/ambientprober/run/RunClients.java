package io.ambientprober.run;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.PolicyPorts;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs every path's client, the controls before and after all others. A client that cannot be started, or is lost, is a path without
 * an outcome and no reason to end the run.
 */
final class RunClients {
    /** So many clients are at work at once that more orders would bring little. */
    private static final int MANY = 16;

    private final Ready ready;
    private final String run;
    private final RunOptions options;
    private final Deadline deadline;
    private final Parallel<SiteException> parallel;
    private final RunNotes notes;

    RunClients(
            Ready ready,
            String run,
            RunOptions options,
            Deadline deadline,
            Parallel<SiteException> parallel,
            RunNotes notes) {
        this.ready = ready;
        this.run = run;
        this.options = options;
        this.deadline = deadline;
        this.parallel = parallel;
        this.notes = notes;
    }

    List<ProbePath> call(List<PathDraft> drafts) throws SiteException {
        List<ProbePath> paths = new ArrayList<>();
        Map<ClientPlace, Turn> last = new HashMap<>();
        drafts.forEach(draft -> last.merge(
                draft.route().client(), draft.route().turn(), BinaryOperator.maxBy(Comparator.naturalOrder())));
        for (Turn turn : Turn.values()) {
            List<PathDraft> now = drafts.stream()
                    .filter(draft -> draft.route().turn() == turn)
                    .toList();
            paths.addAll(
                    turn == Turn.IN_POD
                            ? new RunInPods(ready, options, deadline, parallel, notes, this::order).call(now)
                            : run(now, last));
        }
        return paths;
    }

    /** In the order of the drafts. As far as there are enough clients, none has two orders at once: each takes a connection. */
    private List<ProbePath> run(List<PathDraft> drafts, Map<ClientPlace, Turn> last) throws SiteException {
        Map<ClientPlace, List<PathDraft>> byClient = drafts.stream()
                .collect(Collectors.groupingBy(
                        draft -> draft.route().client(), LinkedHashMap::new, Collectors.toList()));
        int ofEach = byClient.size() > MANY ? 1 : Math.max(1, options.concurrency() / Math.max(1, byClient.size()));
        Map<PathId, ProbePath> paths = new ConcurrentHashMap<>();
        parallel.forEach(byClient.entrySet(), client -> {
            new Parallel<>(ofEach, SiteException::interrupted)
                    .forEach(client.getValue(), draft -> paths.put(draft.id(), run(draft)));
            if (last.get(client.getKey())
                    == client.getValue().getFirst().route().turn()) {
                ready.noMoreFor(client.getKey());
            }
        });
        return drafts.stream()
                .map(draft -> Objects.requireNonNull(paths.get(draft.id())))
                .toList();
    }

    private ProbePath run(PathDraft draft) {
        String refused = ready.refusedServers().get(draft.route().server());
        if (refused != null) {
            notes.add(draft.id().toString(), "its server was refused: " + refused);
            return draft.withoutClient();
        }
        ClientRun client;
        try {
            client = ready.startClient(draft.route().client(), order(draft), deadline.left());
        } catch (SiteException e) {
            lost(draft, e);
            return draft.withoutClient();
        }
        Client who = null;
        CanaryOutcome outcome = null;
        try {
            who = client.client();
            ClientResult result = client.await(deadline.atMost(options.longestClient()));
            result.notes().forEach(note -> notes.add(draft.id().toString(), note));
            outcome = counted(draft, result.reported());
        } catch (SiteException e) {
            lost(draft, e);
        }
        return path(draft, who, outcome);
    }

    private void lost(PathDraft draft, SiteException why) {
        notes.add(draft.id().toString(), "its client was lost: " + why.getMessage());
    }

    /** Null when what a client of the mesh reports says nothing of the mesh. */
    private @Nullable CanaryOutcome counted(PathDraft draft, CanaryOutcome reported) {
        String path = draft.id().toString();
        reported.failures(draft.canary().connections()).ifPresent(failures -> notes.add(path, failures));
        boolean meshed = draft.route().client().zone() == Zone.MESH;
        if (meshed && reported.delivered() == 0 && ready.wasAway()) {
            notes.add(
                    path,
                    "the API server was away, so the mesh may not have known of it; what it did not deliver is not judged");
            return null;
        }
        return reported;
    }

    private static ProbePath path(PathDraft draft, @Nullable Client who, @Nullable CanaryOutcome outcome) {
        return who == null ? draft.withoutClient() : draft.with(who, outcome);
    }

    /** Outside of the mesh no policy holds, and none is made for the identity of somebody else's pod. */
    private CanaryOrder order(PathDraft draft) {
        boolean policies = options.policies()
                && draft.route().client().zone() == Zone.MESH
                && draft.route().turn() != Turn.IN_POD;
        return new CanaryOrder(
                run,
                draft.id(),
                draft.target(),
                draft.port(),
                policies ? PolicyPorts.USUAL : null,
                draft.canary(),
                options.connectTimeout(),
                options.requestTimeout());
    }
}
