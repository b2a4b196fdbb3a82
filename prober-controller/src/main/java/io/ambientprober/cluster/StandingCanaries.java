package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientResult;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The canaries that live between runs: one pod on every node, server and client in one, of a DaemonSet that stays. */
final class StandingCanaries implements Canaries {
    private static final String SELECTOR = Labels.STANDING + "=true";
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(10);

    private final RunContext context;
    private final PodWatch watch;
    private final Map<PodName, CanaryBody> bodies = new ConcurrentHashMap<>();

    private StandingCanaries(RunContext context, PodWatch watch) {
        this.context = context;
        this.watch = watch;
    }

    static StandingCanaries open(RunContext context) throws SiteException {
        return new StandingCanaries(
                context, PodWatch.open(context.cluster(), context.options().canaryNamespaces(), SELECTOR));
    }

    /** Of this run is none of them. */
    @Override
    public List<RunPod> clients() {
        return List.of();
    }

    /** Until one is ready on every node. */
    @Override
    public void await(Made made, Duration timeout) throws SiteException {
        for (DaemonSet daemonSet : made.daemonSets()) {
            requireOurs(daemonSet);
            tellOfOtherImage(daemonSet);
        }
        List<Parallel.Work<SiteException>> works = new ArrayList<>();
        Deadline deadline = new Deadline(System::nanoTime, timeout);
        for (String namespace : context.options().canaryNamespaces()) {
            for (String node : context.blueprint().nodes()) {
                works.add(() -> awaitReady(namespace, node, deadline.left()));
            }
        }
        context.parallel().all(works);
    }

    private void requireOurs(DaemonSet daemonSet) throws SiteException {
        List<String> args = Objects.requireNonNullElse(container(daemonSet).getArgs(), List.of());
        if (!args.contains(context.standing().fingerprint().hex())) {
            throw new SiteException("the standing canaries of namespace "
                    + daemonSet.getMetadata().getNamespace() + " take orders from another key than that of Secret "
                    + ClusterOptions.CONTROL_NAMESPACE + "/" + StandingObjects.NAME
                    + "; remove them with prober cleanup --standing, and run again");
        }
    }

    private static Container container(DaemonSet daemonSet) {
        return daemonSet.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    /** What is there stays as it is, as old pods are what these canaries are for. */
    private void tellOfOtherImage(DaemonSet daemonSet) {
        String image = container(daemonSet).getImage();
        if (!context.options().image().equals(image)) {
            context.note("the standing canaries run " + image + ", this run uses "
                    + context.options().image());
        }
    }

    /** A pod that a Service is to find by its node carries the node's name in a label, which no pod template can give it. */
    private void awaitReady(String namespace, String node, Duration timeout) throws SiteException {
        PodState pod = watch.awaitAny(seen -> on(seen, namespace, node) && fit(seen), timeout);
        if (pod == null) {
            throw new SiteException("no standing canary is ready on node " + node + " in namespace " + namespace
                    + "; see kubectl -n " + namespace + " get pods -l " + SELECTOR);
        }
        if (!pod.labelled()) {
            context.cluster()
                    .ask(
                            "label pod " + pod.pod(),
                            () -> context.cluster()
                                    .client()
                                    .pods()
                                    .inNamespace(namespace)
                                    .withName(pod.pod().name())
                                    .edit(old -> new PodBuilder(old)
                                            .editMetadata()
                                            .addToLabels(Labels.NODE, Labels.node(node))
                                            .endMetadata()
                                            .build()));
        }
    }

    private static boolean fit(PodState pod) throws SiteException {
        pod.requireHope();
        return pod.ready() && !pod.going();
    }

    private static boolean on(PodState pod, String namespace, String node) {
        return namespace.equals(pod.pod().namespace()) && node.equals(pod.node());
    }

    @Override
    public Server server(ServerOrder order, Duration timeout) throws SiteException {
        String node = order.node();
        PodState pod = pod(context.options().to(), node);
        return new Server(
                context.options().to(),
                pod.pod().name(),
                node,
                pod.ips(),
                CanaryPort.OPEN.usual(),
                context.servers(Zone.MESH).takes(pod));
    }

    @Override
    public ClientRun client(ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
        String namespace = context.clients(Zone.MESH).name();
        String node = place.node();
        PodState pod = pod(namespace, node);
        Client client = new Client(
                namespace,
                pod.pod().name(),
                node,
                pod.ips(),
                context.clients(Zone.MESH).takes(pod));
        CanaryBody body = bodies.computeIfAbsent(
                pod.pod(), name -> new CanaryBody(context, name, context.standing(), () -> requireSame(pod)));
        return new StandingClient(new OrderedCanaries(body), order, client, new Deadline(System::nanoTime, timeout));
    }

    private void requireSame(PodState before) throws SiteException {
        PodState now = watch.now(before.pod());
        if (now == null || now.going() || !now.runningContainers().containsAll(before.runningContainers())) {
            throw new SiteException("the standing canary " + before.pod() + " was restarted, or is gone; run again");
        }
    }

    private record StandingClient(OrderedCanaries canaries, CanaryOrder order, Client client, Deadline end)
            implements ClientRun {
        @Override
        public ClientResult await(Duration timeout) throws SiteException {
            return canaries.send(order, end.atMost(ANNOUNCEMENT), timeout);
        }
    }

    @Override
    public @Nullable PodState pod(Server server) {
        return watch.now(new PodName(server.namespace(), server.pod()));
    }

    private PodState pod(String namespace, String node) throws SiteException {
        Optional<PodState> pod = watch.all().stream()
                .filter(seen -> on(seen, namespace, node))
                .filter(seen -> !seen.going())
                .findFirst();
        return pod.orElseThrow(() -> new SiteException(
                "the standing canary of node " + node + " in namespace " + namespace + " is gone; run again"));
    }

    @Override
    public void close() {
        bodies.values().forEach(CanaryBody::close);
        watch.close();
    }
}
