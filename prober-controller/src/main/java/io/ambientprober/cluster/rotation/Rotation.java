package io.ambientprober.cluster.rotation;

import io.ambientprober.statement.Share.Gap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which nodes have their turn in a run that takes only a part of them. First those that are due: never chosen, then longest ago. A node is
 * due again so early that places are left over ({@link #window}), and lots decide who has those; they also decide among nodes that are
 * equally due. So anyone who forges the state can make a node wait, and cannot be sure that it is never chosen.
 */
public final class Rotation {
    private final int most;
    private final RotationState before;
    private final Random lots;

    /**
     * A part of a cluster.
     *
     * @param most nodes in a run, at least one
     * @param lots nobody's to foresee
     */
    public Rotation(int most, RotationState before, Random lots) {
        this.most = most;
        this.before = before;
        this.lots = lots;
    }

    /**
     * What a run takes.
     *
     * @param chosen in alphabetical order
     * @param waiting the others, those first whose turn comes first, each with why it has to wait
     */
    public record Draw(List<String> chosen, List<Gap> waiting) {
        public Draw {
            chosen = List.copyOf(chosen);
            waiting = List.copyOf(waiting);
        }
    }

    /** In so many runs on end each of these nodes is chosen at least once: one more than needed where the nodes come out even. */
    public static int window(int nodes, int most) {
        return nodes / most + 1;
    }

    public Draw draw(List<String> nodes) {
        List<String> waiting = new ArrayList<>(nodes);
        Collections.shuffle(waiting, lots);
        List<String> chosen = new ArrayList<>(waiting.stream()
                .filter(node -> isDue(node, 1, nodes.size()))
                .sorted(longestAgo())
                .limit(most)
                .toList());
        waiting.removeAll(chosen);
        List<String> drawn = List.copyOf(waiting.subList(0, Math.min(most - chosen.size(), waiting.size())));
        chosen.addAll(drawn);
        waiting.removeAll(drawn);
        waiting.sort(longestAgo());
        chosen.sort(Comparator.naturalOrder());
        return new Draw(
                chosen,
                waiting.stream()
                        .map(node -> new Gap(node, why(node, nodes.size())))
                        .toList());
    }

    private Comparator<String> longestAgo() {
        return Comparator.comparingInt(before::since).reversed();
    }

    /** @param next 1 for this run, 2 for the one after it */
    private boolean isDue(String node, int next, int nodes) {
        int since = before.since(node);
        return since == Integer.MAX_VALUE || since + next >= window(nodes, most);
    }

    private String why(String node, int nodes) {
        RotationState.Turn turn = before.last().get(node);
        String last = turn == null ? "not chosen yet" : "last chosen at " + turn.at();
        return "--max-nodes: " + last + (isDue(node, 2, nodes) ? ", due next" : "");
    }
}
