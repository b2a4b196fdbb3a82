package io.ambientprober.run;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import java.util.List;
import java.util.Map;

/** Asks the HBONE ports of all servers who they are. A check that fails is a note: the packets are there. */
final class CheckHandshakes {
    private final Ready ready;
    private final Deadline deadline;
    private final RunEvent.Listener listener;
    private final RunNotes notes;

    CheckHandshakes(Ready ready, Deadline deadline, RunEvent.Listener listener, RunNotes notes) {
        this.ready = ready;
        this.deadline = deadline;
        this.listener = listener;
        this.notes = notes;
    }

    CheckedHandshakes call() {
        Map<String, HandshakeResult> results = ask(ready.servers().stream()
                .filter(place -> place.order().zone() == Zone.MESH
                        && !place.server().ips().isEmpty())
                .toList());
        results.forEach(this::undecided);
        return new CheckedHandshakes(results, notes);
    }

    private Map<String, HandshakeResult> ask(List<ServerPlace> servers) {
        if (servers.isEmpty()) {
            return Map.of();
        }
        try {
            return ready.handshakes(servers, deadline.left());
        } catch (SiteException e) {
            listener.event(new RunEvent.Note("the handshake check was not made: " + e.getMessage()));
            return Map.of();
        }
    }

    /** A plan has no room for a check that came to nothing. */
    private void undecided(String server, HandshakeResult result) {
        if (result.mutual() == null) {
            listener.event(new RunEvent.Note("the handshake check of " + server + " could not tell who may connect: "
                    + String.join("; ", result.findings())));
        }
    }
}
