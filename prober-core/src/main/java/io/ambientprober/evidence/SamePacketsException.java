package io.ambientprober.evidence;

import java.io.IOException;
import java.util.List;

/** Two nodes with the same packets: one of them was never tapped. */
final class SamePacketsException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int MAX_NAMED = 4;

    SamePacketsException(HeldPackets some, HeldPackets others) {
        super(files(some) + " and " + files(others)
                + " hold the same packets: one of the two nodes was not tapped. Name the capture of each node once.");
    }

    private static String files(HeldPackets held) {
        List<String> named = held.files().stream().limit(MAX_NAMED).toList();
        int more = held.files().size() - named.size();
        return String.join(", ", named) + (more == 0 ? "" : " and " + more + " more") + " of node " + held.node();
    }
}
