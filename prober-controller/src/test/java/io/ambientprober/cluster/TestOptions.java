package io.ambientprober.cluster;

import io.ambientprober.run.Question;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** The usual options of a run, with an image that nobody pulls. */
final class TestOptions {
    private TestOptions() {}

    static ClusterOptions of(NodeChoice nodes) {
        return of(nodes, List.of());
    }

    /** Of all nodes. */
    static ClusterOptions tolerating(Toleration toleration) {
        return of(new NodeChoice(List.of(), "", Integer.MAX_VALUE), List.of(toleration));
    }

    private static ClusterOptions of(NodeChoice nodes, List<Toleration> tolerations) {
        return new ClusterOptions(
                EnumSet.of(Question.CANARIES),
                nodes,
                ClusterOptions.MESH_NAMESPACE,
                ClusterOptions.MESH_NAMESPACE,
                EnumSet.allOf(IpFamily.class),
                tolerations,
                "prober:test",
                false,
                false,
                Duration.ofMinutes(5));
    }
}
