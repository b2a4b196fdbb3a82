package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.cluster.paging.Pages;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The namespaces whose label puts their pods into the mesh.
 *
 * @param own those of them that are the prober's
 */
record MeshNamespaces(Set<String> names, Set<String> own) {
    static final MeshNamespaces UNKNOWN = new MeshNamespaces(Set.of(), Set.of());
    static final Right LIST = new Right("list", "", "namespaces", "");

    private static final long PAGE = 500;

    static MeshNamespaces read(Cluster cluster, ZtunnelMesh mesh) throws SiteException {
        MeshNamespaces found = new MeshNamespaces(new TreeSet<>(), new TreeSet<>());
        for (String selector : mesh.namespaceSelectors()) {
            Pages.each(
                    PAGE,
                    selector,
                    options -> cluster.ask(
                            "list namespaces",
                            () -> cluster.client().namespaces().list(options)),
                    found::add);
        }
        return found;
    }

    /** For anyone who can do without. */
    static MeshNamespaces readOrUnknown(Cluster cluster, ZtunnelMesh mesh) {
        try {
            return read(cluster, mesh);
        } catch (SiteException e) {
            return UNKNOWN;
        }
    }

    private void add(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        names.add(name);
        Map<String, String> labels = namespace.getMetadata().getLabels();
        if (labels != null && labels.entrySet().containsAll(Labels.common().entrySet())) {
            own.add(name);
        }
    }
}
