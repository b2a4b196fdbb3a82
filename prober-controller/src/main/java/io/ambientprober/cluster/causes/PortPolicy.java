package io.ambientprober.cluster.causes;

import java.util.function.Predicate;

/**
 * One side of a policy of the network.
 *
 * @param name for example {@code NetworkPolicy probe-b/deny-all}
 * @param selects the pods that it is about
 * @param isolates whether selected pods then take (or make) only connections that some policy allows
 * @param allows the connections that it lets through
 * @param denies the connections that it refuses, whatever else allows them
 */
record PortPolicy(
        String name,
        Side side,
        Predicate<ProbedPod> selects,
        boolean isolates,
        Predicate<PeerPort> allows,
        Predicate<PeerPort> denies) {

    enum Side {
        INGRESS("to"),
        EGRESS("from");

        private final String preposition;

        Side(String preposition) {
            this.preposition = preposition;
        }

        String preposition() {
            return preposition;
        }
    }
}
