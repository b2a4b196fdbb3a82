package io.ambientprober.traffic;

import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.Token;
import java.util.List;

/**
 * Hands the recordings of a node to an observer as readers do: in the order of their time, each packet in the one buffer that the next
 * one overwrites. Around the packet stands a token in the clear, so that anyone who reads past its ends judges wrong.
 */
final class Playback {
    private static final int MAX_FRAME = 1 << 18;

    private final List<Recording> recordings;
    private final int[] next;
    private final long[] number;
    private final byte[] buffer = new byte[Token.LENGTH + MAX_FRAME + Token.LENGTH];
    private final byte[] trap;
    private final Packet packet = new Packet();

    Playback(Plan plan, List<Recording> recordings) {
        this.recordings = recordings;
        next = new int[recordings.size()];
        number = new long[recordings.size()];
        int path = plan.paths().isEmpty()
                ? 0
                : Integer.parseInt(plan.paths().getFirst().id(), 16);
        trap = new Token(plan.run(), path, 0, Direction.CLIENT_TO_SERVER).bytes();
        System.arraycopy(trap, 0, buffer, 0, trap.length);
    }

    void into(NodeObserver observer) {
        for (int tap = earliest(); tap >= 0; tap = earliest()) {
            Frame frame = recordings.get(tap).frames().get(next[tap]++);
            System.arraycopy(frame.data(), 0, buffer, trap.length, frame.captured());
            System.arraycopy(trap, 0, buffer, trap.length + frame.captured(), trap.length);
            packet.set(
                    buffer,
                    trap.length,
                    frame.captured(),
                    frame.length(),
                    frame.timeNanos(),
                    frame.linkType(),
                    frame.device());
            packet.number(++number[tap]);
            observer.accept(tap, packet);
        }
    }

    private int earliest() {
        int earliest = -1;
        for (int i = 0; i < next.length; i++) {
            if (next[i] < recordings.get(i).frames().size() && (earliest < 0 || time(i) < time(earliest))) {
                earliest = i;
            }
        }
        return earliest;
    }

    private long time(int tap) {
        return recordings.get(tap).frames().get(next[tap]).timeNanos();
    }
}
