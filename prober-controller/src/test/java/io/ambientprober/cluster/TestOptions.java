package io.ambientprober.cluster;

import io.ambientprober.run.Question;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** The usual options of a run, with an image that nobody pulls. */
final class TestOptions {
    private TestOptions() {}

    static ClusterOptions of(NodeChoice nodes) {
        return new ClusterOptions(
                EnumSet.of(Question.CANARIES),
                nodes,
                ClusterOptions.MESH_NAMESPACE,
                ClusterOptions.MESH_NAMESPACE,
                EnumSet.allOf(IpFamily.class),
                List.of(),
                "prober:test",
                false,
                false,
                Duration.ofMinutes(5));
    }
}
