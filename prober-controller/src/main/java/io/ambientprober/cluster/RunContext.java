package io.ambientprober.cluster;

import io.ambientprober.concurrent.Parallel;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.Objects;

/**
 * What every step of a run works with, once its namespaces are there.
 *
 * @param inPods pods of others, from within which canaries are sent
 * @param refusals told of namespaces of the user's own that refuse canaries
 * @param parallel bounds how many requests are made at once
 * @param own by which agents and fresh clients know us: of this run alone
 * @param standing by which standing canaries do
 * @param listener told of what does not end the run
 */
record RunContext(
        Cluster cluster,
        Blueprint blueprint,
        MeshComponents mesh,
        PodWatch watch,
        InPods inPods,
        Refusals refusals,
        Parallel<SiteException> parallel,
        Credentials own,
        Credentials standing,
        RunEvent.Listener listener) {

    RunScope scope() {
        return blueprint.scope();
    }

    ClusterOptions options() {
        return blueprint.options();
    }

    ReadyNamespace servers(Zone zone) {
        return blueprint.servers(zone);
    }

    ReadyNamespace clients(Zone zone) {
        return blueprint.clients(zone);
    }

    /** The identity of the servers in the mesh. */
    String serverAccount() {
        return blueprint.canaries().serverAccount(scope());
    }

    /** The pod of the run that has this part in it. */
    PodName podOf(ReadyNamespace place, String part) {
        return new PodName(place.name(), scope().name(part));
    }

    /** Tells the user. */
    void note(String text) {
        listener.event(new RunEvent.Note(text));
    }

    /**
     * Whether the mesh keeps this pod from starting, and will: it was given rules, and no ztunnel of its node takes it. That is what
     * the mesh should do, and an outcome, not a failure of the probe.
     */
    boolean heldBack(PodState pod, String node) {
        return pod.heldBack() && !mesh.ztunnels().contains(node);
    }

    /** Why a pod did not get where it should in time. */
    SiteException late(PodName name, String where) {
        if (watch.now(name) == null) {
            return new SiteException(
                    "pod " + name + " was created and never seen; check that the API server is healthy");
        }
        String event = lastWarning(name);
        return new SiteException("pod " + name + " is not " + where + " in time: "
                + (event.isEmpty() ? "no warning was recorded" : event) + "; see kubectl -n " + name.namespace()
                + " describe pod " + name.name() + ", or allow more time with --timeout");
    }

    private String lastWarning(PodName name) {
        try {
            return cluster
                    .client()
                    .v1()
                    .events()
                    .inNamespace(name.namespace())
                    .withField("involvedObject.name", name.name())
                    .list()
                    .getItems()
                    .stream()
                    .filter(event -> "Warning".equals(event.getType()))
                    .max(Comparator.comparing(event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
                    .map(RunContext::text)
                    .orElse("");
        } catch (KubernetesClientException e) {
            return ""; // without the right to list events there is less to say
        }
    }

    private static String text(Event event) {
        return event.getReason() + ": " + event.getMessage().strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
