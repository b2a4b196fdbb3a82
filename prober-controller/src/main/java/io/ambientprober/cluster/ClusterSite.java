package io.ambientprober.cluster;

import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.cluster.causes.Causes;
import io.ambientprober.cluster.causes.Scope;
import io.ambientprober.cluster.mesh.MeshSettings;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Tenants;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Environment;
import io.ambientprober.statement.Section;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One run in a Kubernetes cluster. */
public final class ClusterSite implements Site {
    private static final Duration CLEAN_UP = Duration.ofSeconds(60);
    /** For configuration that may explain a failure: worth a moment, not the run. */
    private static final Duration CAUSES = Duration.ofSeconds(20);

    private static final String SYSTEM = "kube-system";

    private final RunSetup setup;

    /** @param options as {@link #options} gave them */
    public ClusterSite(
            String run, Cluster cluster, ClusterOptions options, boolean policies, RunEvent.Listener listener) {
        setup = RunSetup.of(run, cluster, options, policies, listener);
    }

    /**
     * Of the mesh that the cluster has, and with those namespaces of the user's own that are chosen, that are in it, and in which all
     * may be made.
     *
     * @param namespaces patterns of their names, none for all; empty for the usual options
     */
    public static ClusterOptions options(
            Cluster cluster, ClusterOptions usual, Optional<List<NamePattern>> namespaces, RunEvent.Listener listener)
            throws SiteException {
        KubernetesVersion.of(cluster);
        CheckRights rights = new CheckRights(cluster, new Parallel<>(RunSetup.REQUESTS, SiteException::interrupted));
        // Where it is missing, the survey names it with all others that are.
        boolean readable = rights.missing(List.of(Inventory.PODS)).isEmpty();
        ClusterOptions found = readable ? usual.of(MeshComponents.which(cluster)) : usual;
        if (namespaces.isEmpty()) {
            return found;
        }
        return found.in(RingNamespaces.choose(
                cluster, found, rights, namespaces.get(), text -> listener.event(new RunEvent.Note(text))));
    }

    @Override
    public SurveyedCluster survey() throws SiteException {
        Cluster cluster = setup.cluster();
        Optional<String> version = KubernetesVersion.of(cluster);
        if (version.isEmpty()) {
            setup.note(KubernetesVersion.UNKNOWN);
        }
        CheckRights rights = new CheckRights(cluster, setup.parallel());
        rights.call(Stream.concat(
                        setup.inventory().rights().stream(),
                        InPods.rights(setup.options().inPods()))
                .toList());
        ChosenNodes chosen = new Nodes(cluster, setup.options(), setup::note).call();
        List<String> nodes = chosen.names();
        setup.canaries().requirePairs(nodes);
        MeshComponents mesh = MeshComponents.read(cluster, setup.options());
        mesh.gaps(nodes).forEach(setup::note);
        List<Cause> causes = causes(nodes, mesh.settings());
        opened(causes).forEach(setup::note);
        Survey survey = new Survey(
                nodes, causes, environment(version, mesh), chosen.gaps().orElse(""));
        Section<Tenants> tenants = ClusterTenants.open(setup, mesh, rights.missing(Inventory.tenantRights()));
        InPods inPods = InPods.choose(cluster, setup.options().inPods(), nodes, setup::note);
        return new SurveyedCluster(setup, mesh, survey, chosen.share(), tenants, inPods);
    }

    /** What such a run passes does not say of pods that have no ALLOW of their own. */
    private Stream<String> opened(List<Cause> causes) {
        return causes.stream()
                .filter(cause -> setup.policies() && cause.id().equals(Causes.OPENED_BY_POLICIES))
                .map(Cause::summary);
    }

    private List<Cause> causes(List<String> nodes, MeshSettings settings) {
        ClusterOptions options = setup.options();
        CanaryPlaces canaries = new CanaryPlaces(setup.canaries(), options, setup.scope());
        List<Scope.Place> places = Stream.concat(
                        options.serverNamespaces().stream().map(canaries::server),
                        options.clientNamespaces().stream().map(canaries::client))
                .toList();
        Scope scope = new Scope(nodes, places, settings.rootNamespace());
        return Stream.concat(
                        Causes.survey(setup.cluster().client(), scope, CAUSES).stream(), settings.unread().stream())
                .toList();
    }

    private Map<String, String> environment(Optional<String> version, MeshComponents mesh) throws SiteException {
        ClusterOptions options = setup.options();
        Map<String, String> environment = new LinkedHashMap<>();
        version.ifPresent(known -> environment.put("kubernetes", known));
        putCluster(environment);
        mesh.images().forEach((component, images) -> environment.put(component, String.join(", ", images)));
        environment.put(Environment.IMAGE, options.image());
        if (!options.nodes().selector().isEmpty()) {
            environment.put("node selector", options.nodes().selector());
        }
        return environment;
    }

    /** A cluster has no name of its own; the uid of this namespace is as good as one, for the life of the cluster. */
    private void putCluster(Map<String, String> environment) throws SiteException {
        Cluster cluster = setup.cluster();
        Namespace system = cluster.ask(
                "get namespace " + SYSTEM,
                () -> cluster.client().namespaces().withName(SYSTEM).get());
        if (system != null && system.getMetadata().getUid() != null) {
            environment.put(Environment.CLUSTER, system.getMetadata().getUid());
        }
    }

    @Override
    public void letGo() {
        setup.cleanup().close();
    }

    @Override
    public void cleanUp() throws SiteException {
        if (setup.options().keep()) {
            setup.cleanup().close();
            setup.note("everything was kept; remove it with: prober cleanup --run "
                    + setup.scope().id());
        } else {
            setup.cleanup().call(CLEAN_UP);
        }
    }
}
