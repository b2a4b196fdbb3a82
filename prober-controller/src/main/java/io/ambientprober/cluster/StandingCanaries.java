package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.PodWatch.PodName;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Together;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The canaries that live between runs: one pod on every node, server and client in one, of a DaemonSet that stays. */
final class StandingCanaries implements AutoCloseable {
    private static final String SELECTOR = Labels.STANDING + "=true";
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(10);

    private final RunContext context;
    private final PodWatch watch;
    /** By which they know us. */
    private final Credentials own;

    private final Map<PodName, CanaryBody> bodies = new ConcurrentHashMap<>();

    private StandingCanaries(RunContext context, PodWatch watch, Credentials own) {
        this.context = context;
        this.watch = watch;
        this.own = own;
    }

    /** Makes what is missing of them, and waits until one is ready on every node. */
    static StandingCanaries prepare(RunContext context, List<String> nodes, Duration timeout) throws SiteException {
        List<String> namespaces = context.options().canaryNamespaces();
        Credentials own = new StandingKey(context.cluster()).ensure();
        for (String namespace : namespaces) {
            new StandingObjects(context).ensure(namespace, own.fingerprint());
        }
        StandingCanaries canaries =
                new StandingCanaries(context, PodWatch.open(context.cluster(), namespaces, SELECTOR), own);
        try {
            canaries.await(namespaces, nodes, timeout);
            return canaries;
        } catch (SiteException e) {
            canaries.close();
            throw e;
        }
    }

    private void await(List<String> namespaces, List<String> nodes, Duration timeout) throws SiteException {
        List<Together.Work<Boolean>> works = new ArrayList<>();
        long end = System.nanoTime() + timeout.toNanos();
        for (String namespace : namespaces) {
            for (String node : nodes) {
                works.add(() -> {
                    awaitReady(namespace, node, end);
                    return true;
                });
            }
        }
        context.together().all(works);
    }

    /** A pod that a Service is to find by its node carries the node's name in a label, which no pod template can give it. */
    private void awaitReady(String namespace, String node, long end) throws SiteException {
        PodState pod = watch.awaitAny(
                seen -> on(seen, namespace, node) && fit(seen), Duration.ofNanos(Math.max(0, end - System.nanoTime())));
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

    Server server(String node) throws SiteException {
        PodState pod = pod(context.options().to(), node);
        return new Server(
                context.options().to(), pod.pod().name(), node, pod.ips(), CanaryPort.OPEN.usual(), pod.enrolled());
    }

    Map<String, String> selector(String node) {
        return Map.of(Labels.STANDING, "true", Labels.NODE, Labels.node(node));
    }

    ClientRun client(ClientOrder order) throws SiteException {
        ReadyNamespace place = context.clients(Zone.MESH);
        String node = order.place().node();
        PodState pod = pod(place.name(), node);
        Client client = new Client(place.name(), pod.pod().name(), node, pod.ips(), pod.enrolled());
        CanaryBody body =
                bodies.computeIfAbsent(pod.pod(), name -> new CanaryBody(context, name, own, () -> requireSame(pod)));
        return new StandingClient(new OrderedCanaries(context, body), order, client);
    }

    private void requireSame(PodState before) throws SiteException {
        PodState now = watch.now(before.pod());
        if (now == null || now.going() || !now.runningContainers().containsAll(before.runningContainers())) {
            throw new SiteException("the standing canary " + before.pod() + " was restarted, or is gone; run again");
        }
    }

    private record StandingClient(OrderedCanaries canaries, ClientOrder order, Client client) implements ClientRun {
        @Override
        public @Nullable Outcome await(Duration timeout) throws SiteException {
            return canaries.send(order, ANNOUNCEMENT, timeout);
        }
    }

    PodWatch watch() {
        return watch;
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
