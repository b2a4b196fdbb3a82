package io.ambientprober.statement;

import io.ambientprober.plan.ProbePath;
import java.util.List;

/**
 * Configuration that may explain a failure, and what to do about it.
 *
 * @param readFrom where it was read, for example {@code ConfigMap kube-system/cilium-config}
 * @param explains codes of the reasons that it may explain
 * @param link where it is documented; empty when nowhere
 * @param nodes that it is bound to; empty when to none
 * @param namespaces that it is bound to; empty when to none
 */
public record Cause(
        String id,
        String summary,
        String remedy,
        String readFrom,
        List<String> explains,
        String link,
        List<String> nodes,
        List<String> namespaces) {
    public Cause {
        explains = List.copyOf(explains);
        nodes = List.copyOf(nodes);
        namespaces = List.copyOf(namespaces);
    }

    /** Bound to no node and no namespace. */
    public Cause(String id, String summary, String remedy, String readFrom, List<String> explains, String link) {
        this(id, summary, remedy, readFrom, explains, link, List.of(), List.of());
    }

    /**
     * Whether it may be why a path was judged so: it knows the reason, and concerns a side of the path.
     *
     * @param reason its code
     */
    public boolean mayExplain(ProbePath path, String reason) {
        return mayExplain(
                reason,
                List.of(path.client().node(), path.server().node()),
                List.of(path.client().namespace(), path.server().namespace()));
    }

    /**
     * The same of something that is at home there.
     *
     * @param homes nodes
     */
    public boolean mayExplain(String reason, List<String> homes, List<String> homeNamespaces) {
        return explains.contains(reason) && concerns(nodes, homes) && concerns(namespaces, homeNamespaces);
    }

    private static boolean concerns(List<String> bound, List<String> homes) {
        return bound.isEmpty() || homes.stream().anyMatch(bound::contains);
    }
}
