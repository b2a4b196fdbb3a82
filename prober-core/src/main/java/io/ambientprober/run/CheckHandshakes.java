package io.ambientprober.run;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.run.HandshakeResult.Authority;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to every path what its server's HBONE port said when it was asked. A check that fails is a note: the packets are there. */
final class CheckHandshakes {
    private final Site site;
    private final Deadline deadline;
    private final RunEvent.Listener listener;

    CheckHandshakes(Site site, Deadline deadline, RunEvent.Listener listener) {
        this.site = site;
        this.deadline = deadline;
        this.listener = listener;
    }

    /**
     * The paths, in their order.
     *
     * @param drafts of the same paths
     */
    List<ProbePath> call(List<ServerPlace> servers, List<PathDraft> drafts, List<ProbePath> paths) {
        Map<String, HandshakeResult> results = ask(servers.stream()
                .filter(place -> place.order().zone() == Zone.MESH
                        && !place.server().ips().isEmpty())
                .toList());
        results.forEach(this::undecided);
        List<ProbePath> checked = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            HandshakeResult result = results.get(drafts.get(i).place().order().name());
            foreign(paths.get(i), result);
            checked.add(with(paths.get(i), result));
        }
        return checked;
    }

    private Map<String, HandshakeResult> ask(List<ServerPlace> servers) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        try {
            return site.handshakes(servers, deadline.left());
        } catch (SiteException e) {
            listener.event(new RunEvent.Note("the handshake check was not made: " + e.getMessage()));
            return Map.of();
        }
    }

    /** A plan has no room for a check that came to nothing. */
    private void undecided(String server, HandshakeResult result) {
        if (result.mutual() == null) {
            listener.event(new RunEvent.Note("the handshake check of " + server + " could not tell who is let in: "
                    + String.join("; ", result.findings())));
        }
    }

    /** Said beside the path, whether its plan holds the check or not: the packets alone do not tell who answers. */
    private void foreign(ProbePath path, @Nullable HandshakeResult result) {
        if (result != null && result.authority() == Authority.FOREIGN) {
            listener.event(new RunEvent.PathNote(
                    path.id(),
                    "foreign-authority: what answers on its server's HBONE port is not of the mesh ("
                            + String.join("; ", result.findings()) + ")"));
        }
    }

    private static ProbePath with(ProbePath path, @Nullable HandshakeResult result) {
        Handshake handshake = result == null ? null : result.planned();
        return handshake == null ? path : path.with(handshake);
    }
}
