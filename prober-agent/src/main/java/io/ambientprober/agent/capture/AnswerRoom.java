package io.ambientprober.agent.capture;

import io.ambientprober.evidence.AddressCounts;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.evidence.json.NodeEvidenceJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes evidence fit into an answer that a controller reads. Anyone who sends packets under the addresses of a path can make more connections
 * than that: those after the first that fit count as dropped, and whose they are is said.
 */
final class AnswerRoom {
    private static final int ADDRESSES = 1024;

    private AnswerRoom() {}

    /** @param most bytes of the evidence in JSON */
    static NodeEvidence fit(NodeEvidence all, long most) {
        long bytes = NodeEvidenceJson.size(all.with(List.of()));
        List<Connection> fitting = new ArrayList<>();
        AddressCounts packets = new AddressCounts(ADDRESSES);
        for (Connection connection : all.connections()) {
            bytes += NodeEvidenceJson.size(connection) + 1; // a comma
            if (bytes <= most) {
                fitting.add(connection);
            } else {
                packets.add(connection.client().high(), connection.client().low(), connection.packets());
            }
        }
        return packets.total() == 0 ? all : without(all, fitting, packets);
    }

    private static NodeEvidence without(NodeEvidence all, List<Connection> fitting, AddressCounts packets) {
        TapReading tap = all.taps().getFirst();
        String note = "more connections than an answer holds: " + packets.total() + " packets were not judged"
                + packets.loudest();
        return all.with(fitting).withTaps(List.of(tap.dropping(packets.total(), note)));
    }
}
