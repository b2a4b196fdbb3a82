package io.ambientprober.cluster.mesh;

import io.ambientprober.cluster.mesh.ZtunnelPod.Page;
import io.ambientprober.plan.PodName;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The pods of one node that its ztunnel is asked about, and which of them are canaries. */
final class NodePods {
    private final Set<PodName> all = new HashSet<>();
    private final Set<PodName> canaries = new HashSet<>();

    void add(PodName pod) {
        all.add(pod);
    }

    void addCanary(PodName pod) {
        all.add(pod);
        canaries.add(pod);
    }

    Set<PodName> all() {
        return all;
    }

    /** Whose connections are looked for. */
    Set<PodName> canaries() {
        return canaries;
    }

    /** What has to be read for them. */
    Set<Page> pages() {
        return canaries.isEmpty() ? EnumSet.of(Page.CONFIG_DUMP) : EnumSet.allOf(Page.class);
    }

    /** In words. */
    String titles() {
        return pages().stream().map(Page::title).collect(Collectors.joining(" and "));
    }
}
