package io.ambientprober.lab.scale;

import java.time.Duration;

/**
 * How large a cluster is simulated.
 *
 * @param podsPerNode in the mesh, beside those of the prober
 * @param untilReady from when a pod is made until it is ready
 */
record ClusterSize(int nodes, int podsPerNode, Duration untilReady) {
    static String node(int number) {
        return "node-%05d".formatted(number);
    }
}
