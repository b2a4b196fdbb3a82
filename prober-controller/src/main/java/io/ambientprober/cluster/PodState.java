package io.ambientprober.cluster;

import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to know of a pod, as it was at one time. Thousands of these are kept, which whole pods with their manifests and
 * histories are too large for.
 *
 * @param node empty until it is scheduled
 * @param labelled whether it carries the label with its node's name
 * @param going whether it was told to go
 * @param redirection what istio-cni says of it; empty when that is nothing
 * @param addresses as the API has them
 * @param runningContainers their identifiers, which a restart changes
 * @param endedBecause why it ended, as far as it is known
 * @param hopeless why it will never start; null while it may
 */
record PodState(
        PodName pod,
        String node,
        boolean labelled,
        boolean going,
        boolean ready,
        boolean ended,
        String redirection,
        List<String> addresses,
        Set<String> runningContainers,
        String endedBecause,
        @Nullable String hopeless) {

    PodState {
        addresses = List.copyOf(addresses);
        runningContainers = Set.copyOf(runningContainers);
    }

    static PodState of(Pod pod) {
        return new PodReading(pod).state();
    }

    /** Its container runs, or did. */
    boolean started() {
        return ended || !runningContainers.isEmpty();
    }

    boolean enrolled() {
        return redirection.equals("enabled");
    }

    /** istio-cni made the rules and found no ztunnel to hand the pod to: the pod is kept from starting. */
    boolean heldBack() {
        return redirection.equals("pending");
    }

    List<IpAddress> ips() {
        return addresses.stream().map(IpAddress::parse).toList();
    }

    /** @throws SiteException when this pod will never start */
    void requireHope() throws SiteException {
        if (hopeless != null) {
            throw new SiteException(name() + " " + hopeless);
        }
    }

    /** @throws SiteException when this pod has ended, which none of a run does by itself */
    void requireNotEnded() throws SiteException {
        if (ended) {
            throw new SiteException(name() + " ended by itself: " + endedBecause);
        }
    }

    String name() {
        return "pod " + pod;
    }
}
