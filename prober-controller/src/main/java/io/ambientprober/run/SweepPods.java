package io.ambientprober.run;

import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.enrolled.PodsRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Tenants.Listing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has every node's agent ask the HBONE ports of its enrolled pods, as soon as it answers; all agents at once. */
final class SweepPods {
    /** What an agent may take, with as much again for a node that is busy. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int AGENTS_AT_ONCE = 64;

    /** A ztunnel that was restarted serves its pods again by then. */
    private static final Duration RESTART = Duration.ofSeconds(10);

    private final RunCourse course;
    private final Tenants tenants;
    private final RunAgents agents;

    SweepPods(RunCourse course, Tenants tenants, RunAgents agents) {
        this.course = course;
        this.tenants = tenants;
        this.agents = agents;
    }

    /** Of the pods on the run's nodes. */
    PodsRecord call() throws SiteException {
        Listing listing = tenants.listing();
        Set<String> nodes = Set.copyOf(agents.nodes());
        Map<String, List<EnrolledPod>> byNode = listing.pods().stream()
                .filter(pod -> nodes.contains(pod.node()))
                .collect(Collectors.groupingBy(EnrolledPod::node));
        Map<PodName, HbonePort> ports = ports(byNode);
        List<EnrolledPod> pods = byNode.values().stream().flatMap(List::stream).toList();
        List<PodCheck> checks = checks(pods, ports);
        return new PodsRecord(askedAgain(checks), listing.trustDomain(), listing.at());
    }

    private Map<PodName, HbonePort> ports(Map<String, List<EnrolledPod>> byNode) throws SiteException {
        Map<PodName, HbonePort> ports = new HashMap<>();
        new Parallel<>(AGENTS_AT_ONCE, SiteException::interrupted)
                .map(byNode.keySet(), node -> ports(node, byNode.getOrDefault(node, List.of())))
                .forEach(ports::putAll);
        return ports;
    }

    /** Anyone who refuses is asked again later: while its ztunnel restarts a pod refuses, and nothing is wrong with it. */
    private List<PodCheck> askedAgain(List<PodCheck> checks) throws SiteException {
        Map<String, List<EnrolledPod>> refusing = checks.stream()
                .filter(check -> refuses(check.port()) && !check.pod().leaving())
                .map(PodCheck::pod)
                .collect(Collectors.groupingBy(EnrolledPod::node));
        if (refusing.isEmpty()) {
            return checks;
        }
        new Settling(course.nanoTime(), RESTART).await(course.deadline().left());
        Map<PodName, HbonePort> later = ports(refusing);
        return checks.stream()
                .map(check -> later.get(check.pod().pod()) instanceof Swept found && found.answer() != Answer.NONE
                        ? new PodCheck(
                                check.pod(),
                                new NotSwept("it refused, and answered " + RESTART.toSeconds()
                                        + " s later, as when its ztunnel restarts; run again"))
                        : check)
                .toList();
    }

    private static boolean refuses(HbonePort port) {
        return port instanceof Swept found && found.answer() == Answer.NONE;
    }

    private Map<PodName, HbonePort> ports(String node, List<EnrolledPod> pods) {
        List<EnrolledPod> asked = pods.stream()
                .filter(pod -> notAsked(pod) == null)
                .limit(SweepOrder.MAX_TARGETS)
                .toList();
        Map<PodName, HbonePort> ports = new HashMap<>();
        String silence = "there was no time to ask it";
        if (!asked.isEmpty()) {
            try {
                ports.putAll(answers(agents.get(node), asked));
            } catch (SiteException e) {
                silence = agents.lost()
                        .getOrDefault(node, "the agent of node " + node + " swept nothing: " + e.getMessage());
                course.note("pods of node " + node + " are not swept: " + e.getMessage());
            }
        }
        for (EnrolledPod pod : pods) {
            ports.putIfAbsent(pod.pod(), new NotSwept(Objects.requireNonNullElse(notAsked(pod), silence)));
        }
        return ports;
    }

    /** Of those that were asked for; of others nobody asked. */
    private Map<PodName, Swept> answers(Agent agent, List<EnrolledPod> pods) throws SiteException {
        List<Target> targets = pods.stream()
                .map(pod -> new Target(pod.pod(), pod.ips().getFirst(), Plan.HBONE_PORT))
                .toList();
        Map<PodName, Swept> answers = agent.sweep(
                new SweepOrder(targets, tenants.listing().roots()),
                course.deadline().atMost(LONGEST));
        Set<PodName> asked = pods.stream().map(EnrolledPod::pod).collect(Collectors.toSet());
        for (PodName pod : answers.keySet()) {
            if (!asked.contains(pod)) {
                throw new SiteException("it answered for pod " + pod + ", unasked");
            }
        }
        return answers;
    }

    /** Why a pod is not asked; null when it is. */
    private static @Nullable String notAsked(EnrolledPod pod) {
        if (pod.leaving()) {
            return "it is being deleted, or has ended";
        }
        if (pod.sidecar()) {
            return "it has a sidecar";
        }
        if (!pod.enabled()) {
            return "the mesh has not enabled it";
        }
        return pod.ips().isEmpty() ? "it has no address" : null;
    }

    private List<PodCheck> checks(List<EnrolledPod> pods, Map<PodName, HbonePort> ports) {
        List<EnrolledPod> swept = pods.stream()
                .filter(pod -> ports.get(pod.pod()) instanceof Swept)
                .toList();
        Map<PodName, EnrolledPod> now = swept.isEmpty() ? Map.of() : now();
        return pods.stream()
                .map(pod -> {
                    HbonePort port = Objects.requireNonNull(ports.get(pod.pod()));
                    return port instanceof Swept found ? confirmed(pod, found, now) : new PodCheck(pod, port);
                })
                .toList();
    }

    /** Null when it cannot be told. */
    private @Nullable Map<PodName, EnrolledPod> now() {
        try {
            return tenants.nowByName();
        } catch (SiteException e) {
            course.note("whether pods left while they were swept is not known: " + e.getMessage());
            return null;
        }
    }

    /** What answered at the address of a pod that has left says nothing of it. */
    private static PodCheck confirmed(EnrolledPod pod, Swept found, @Nullable Map<PodName, EnrolledPod> now) {
        if (now == null) {
            return new PodCheck(pod, new NotSwept("whether it left while it was swept is not known"));
        }
        return new PodCheck(pod.isStill(now.get(pod.pod())) ? pod : pod.left(), found);
    }
}
