package io.ambientprober.cluster.rotation;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * In which run each node was chosen last. It lies where others may edit it, so the order of nodes is all that may hang on it.
 *
 * @param runs how many there were
 * @param last by name of the node; none of nodes that were never chosen
 */
public record RotationState(int runs, Map<String, Turn> last) {
    public static final RotationState NONE = new RotationState(0, Map.of());

    /** Four times the largest cluster that Kubernetes supports. */
    static final int MAX_NODES = 20_000;

    static final int MAX_RUNS = 1_000_000_000;

    /** @param run its number, from 1 */
    public record Turn(int run, Instant at) {}

    public RotationState {
        last = Map.copyOf(last);
    }

    /** The same after one more run. Of too many nodes those go that were chosen longest ago, which then have their turn as new ones. */
    public RotationState after(Collection<String> chosen, Instant now) {
        int run = runs + 1;
        Map<String, Turn> all = new HashMap<>(last);
        chosen.forEach(node -> all.put(node, new Turn(run, now)));
        return new RotationState(run, all).newest(MAX_NODES);
    }

    RotationState newest(int most) {
        if (last.size() <= most) {
            return this;
        }
        return new RotationState(
                runs,
                last.entrySet().stream()
                        .sorted(Comparator.comparingInt((Map.Entry<String, Turn> turn) ->
                                        turn.getValue().run())
                                .reversed())
                        .limit(most)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Runs since the node was chosen; more than there can be when it never was. */
    int since(String node) {
        Turn turn = last.get(node);
        return turn == null ? Integer.MAX_VALUE : runs - turn.run();
    }
}
