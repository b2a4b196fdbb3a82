package io.ambientprober.cluster;

import io.ambientprober.run.Question;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** The usual options of a run, with an image that nobody pulls. */
final class TestOptions {
    private static final NodeChoice ALL = new NodeChoice(List.of(), "", Integer.MAX_VALUE);

    private TestOptions() {}

    static ClusterOptions of(NodeChoice nodes) {
        return of(nodes, List.of(), PodTemplate.NONE, false);
    }

    /** Of all nodes. */
    static ClusterOptions tolerating(Toleration toleration) {
        return of(ALL, List.of(toleration), PodTemplate.NONE, false);
    }

    /** Of all nodes. */
    static ClusterOptions of(PodTemplate template) {
        return of(ALL, List.of(), template, false);
    }

    /** Of all nodes, with canaries that live between runs. */
    static ClusterOptions standing(PodTemplate template) {
        return of(ALL, List.of(), template, true);
    }

    private static ClusterOptions of(
            NodeChoice nodes, List<Toleration> tolerations, PodTemplate template, boolean standing) {
        return new ClusterOptions(
                EnumSet.of(Question.CANARIES),
                nodes,
                ClusterOptions.MESH_NAMESPACE,
                ClusterOptions.MESH_NAMESPACE,
                List.of(),
                EnumSet.allOf(IpFamily.class),
                tolerations,
                "prober:test",
                template,
                standing,
                false,
                Duration.ofMinutes(5));
    }
}
