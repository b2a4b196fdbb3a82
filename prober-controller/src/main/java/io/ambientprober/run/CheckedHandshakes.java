package io.ambientprober.run;

import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Handshake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What servers' HBONE ports said when they were asked.
 *
 * @param results by the name of the server's order
 */
record CheckedHandshakes(Map<String, HandshakeResult> results, RunNotes notes) {
    /**
     * The paths with what their servers said, in their order.
     *
     * @param drafts of the same paths
     */
    List<ProbePath> of(List<PathDraft> drafts, List<ProbePath> paths) {
        List<ProbePath> checked = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            HandshakeResult result = results.get(drafts.get(i).place().order().name());
            foreign(paths.get(i), result);
            checked.add(with(paths.get(i), result));
        }
        return checked;
    }

    /** Said beside the path, whether its plan holds the check or not: the packets alone do not tell who answers. */
    private void foreign(ProbePath path, @Nullable HandshakeResult result) {
        if (result != null && result.authority() == Authority.FOREIGN) {
            notes.add(
                    path.id(),
                    "foreign-authority: what answers on its server's HBONE port is not of the mesh ("
                            + String.join("; ", result.findings()) + ")");
        }
    }

    private static ProbePath with(ProbePath path, @Nullable HandshakeResult result) {
        Handshake handshake = result == null ? null : result.planned();
        return handshake == null ? path : path.with(handshake);
    }
}
