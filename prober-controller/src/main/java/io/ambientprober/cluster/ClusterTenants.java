package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.ClusterPods;
import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.run.Question;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Tenants;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The pods of a cluster beside those of one run. */
record ClusterTenants(Cluster cluster, ClusterPods pods, Listing listing) implements Tenants {
    static final Right WATCH = new Right("watch", "", "pods", "");

    /** A list of ten thousand pods takes a few seconds. */
    private static final Duration FIRST_LIST = Duration.ofSeconds(30);

    /**
     * Lists them, and watches them where that serves a question of the run. What cannot be had is no reason to end it.
     *
     * @param missing rights of {@link Inventory#tenantRights}
     */
    static Section<Tenants> open(RunSetup setup, MeshComponents mesh, Collection<Right> missing) {
        Cluster cluster = setup.cluster();
        ClusterOptions options = setup.options();
        try {
            MeshNamespaces namespaces = missing.contains(MeshNamespaces.LIST)
                    ? MeshNamespaces.UNKNOWN
                    : MeshNamespaces.read(cluster, options.mesh());
            if (missing.contains(MeshNamespaces.LIST)) {
                setup.note("namespaces cannot be listed (no right to " + MeshNamespaces.LIST
                        + "): pods are known to be in the mesh by their own labels and annotations alone");
            }
            boolean watch = !missing.contains(WATCH) && (options.asks(Question.PODS) || options.asks(Question.FLOWS));
            ClusterPods pods = cluster.ask("list pods", () -> pods(cluster, options.mesh(), namespaces.names(), watch));
            setup.cleanup().closes(pods::close);
            Listing listing = listing(mesh, namespaces, cluster.ask("list pods", pods::enrolled));
            return new Asked<>(new ClusterTenants(cluster, pods, listing));
        } catch (SiteException e) {
            setup.note("other pods than the prober's are not asked about: " + e.getMessage());
            return new NotAsked<>(String.valueOf(e.getMessage()));
        }
    }

    /** The pods of the mesh as they are now, but those that have ended or are being deleted. */
    static List<EnrolledPod> list(Cluster cluster, ZtunnelMesh mesh) throws SiteException {
        MeshNamespaces namespaces = MeshNamespaces.readOrUnknown(cluster, mesh);
        return cluster
                .ask(
                        "list pods",
                        () -> pods(cluster, mesh, namespaces.names(), false).enrolled())
                .stream()
                .filter(pod -> !pod.leaving())
                .toList();
    }

    private static ClusterPods pods(Cluster cluster, ZtunnelMesh mesh, Set<String> ambient, boolean watch) {
        InstantSource clock = InstantSource.system();
        return watch
                ? ClusterPods.watching(
                        cluster.client(), mesh, ambient, Labels.common(), new PodVersions(), clock, FIRST_LIST)
                : ClusterPods.listing(cluster.client(), mesh, ambient, Labels.common(), clock);
    }

    /** Identities cannot be told right from wrong where the trust domain is not known, and then nobody is verified. */
    private static Listing listing(MeshComponents mesh, MeshNamespaces namespaces, List<EnrolledPod> pods) {
        SortedSet<String> names = new TreeSet<>(namespaces.names());
        names.removeAll(namespaces.own());
        pods.forEach(pod -> names.add(pod.pod().namespace()));
        Optional<String> domain = mesh.settings().trustDomain();
        Optional<String> roots = domain.flatMap(_ -> mesh.settings().roots());
        return new Listing(pods, Instant.now(), names, domain.orElse(""), roots.orElse(""));
    }

    @Override
    public List<EnrolledPod> now() throws SiteException {
        return cluster.ask("list pods", pods::enrolled);
    }

    @Override
    public Section<Addresses> addresses() {
        return pods.isWatching()
                ? new Asked<>(new Watched(pods))
                : new NotAsked<>("no right to " + WATCH + " in all namespaces");
    }

    private record Watched(ClusterPods pods) implements Addresses {
        @Override
        public List<PodSpan> spans() {
            return pods.spans();
        }

        @Override
        public Set<IpAddress> ofNodes() {
            return pods.nodeAddresses();
        }

        @Override
        public Set<IpAddress> own() {
            return pods.own();
        }

        @Override
        public boolean haveGaps() {
            return pods.hasGaps();
        }
    }
}
