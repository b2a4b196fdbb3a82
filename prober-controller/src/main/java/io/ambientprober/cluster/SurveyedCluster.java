package io.ambientprober.cluster;

import io.ambientprober.peer.Credentials;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.Survey;
import io.ambientprober.run.Site.Surveyed;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Tenants;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Share;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A cluster that was looked at, and that nothing was made in yet. */
record SurveyedCluster(
        RunSetup setup, MeshComponents mesh, Survey survey, Share nodes, Section<Tenants> tenants, InPods chosen)
        implements Surveyed {
    @Override
    public Set<Way> ways() {
        return EnumSet.allOf(Way.class);
    }

    @Override
    public boolean pairsWithinNodes() {
        return setup.canaries().pairsWithinNodes();
    }

    @Override
    public List<String> namespaces() {
        return setup.options().ring().names();
    }

    @Override
    public SortedMap<String, String> refusedNamespaces() {
        return setup.refusals().all();
    }

    @Override
    public List<ClientPlace> inPods() {
        return chosen.places();
    }

    @Override
    public DeployedCluster deploy(Coverage coverage, Duration timeout) throws SiteException {
        setup.cleanup().takes(setup.inventory().ofRun(), setup.options().namespaces());
        Map<String, ReadyNamespace> namespaces = namespaces(timeout);
        PodWatch watch = PodWatch.open(
                setup.cluster(),
                setup.inventory().podNamespaces(),
                setup.scope().selector());
        setup.cleanup().closes(watch::close);
        Credentials own = Credentials.create();
        Credentials standing = setup.canaries().credentials(setup.cluster(), own);
        RunContext context = new RunContext(
                setup.cluster(),
                blueprint(coverage, namespaces, own, standing),
                mesh,
                watch,
                chosen,
                setup.refusals(),
                setup.parallel(),
                own,
                standing,
                setup.listener());
        RunPods pods = RunPods.open(setup, context, timeout);
        return new DeployedCluster(context, pods, new MakeInventory(context, pods.begin()).call(setup.inventory()));
    }

    private Map<String, ReadyNamespace> namespaces(Duration timeout) throws SiteException {
        Namespaces namespaces = new Namespaces(setup.cluster(), new RunObjects(setup.scope()), setup.options());
        return setup.parallel().map(setup.options().namespaces(), name -> prepared(namespaces, name, timeout)).stream()
                .collect(Collectors.toMap(ReadyNamespace::name, Function.identity()));
    }

    private ReadyNamespace prepared(Namespaces namespaces, String name, Duration timeout) throws SiteException {
        try {
            return namespaces.prepare(name, timeout);
        } catch (SiteException e) {
            setup.refusals().take(name, e);
            return ReadyNamespace.refused(name, setup.options().mesh());
        }
    }

    private Blueprint blueprint(
            Coverage coverage, Map<String, ReadyNamespace> namespaces, Credentials own, Credentials standing)
            throws SiteException {
        Blueprint blueprint = new Blueprint(
                setup.scope(),
                setup.options(),
                setup.canaries(),
                namespaces,
                survey.nodes(),
                coverage,
                ControllerKey.of(own),
                ControllerKey.of(standing),
                List.of());
        return setup.policies() ? blueprint.withWaypoint(setup.cluster()) : blueprint;
    }
}
