package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.plan.CanaryJson;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An ephemeral container in a pod that is somebody else's: its orders are its arguments, its outcome is its termination message, and it ends by
 * itself. Kubernetes keeps a record of it until the pod goes.
 */
final class EphemeralCanary {
    private static final PatchContext MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);

    private final Cluster cluster;
    private final EphemeralRecipe recipe;
    private final PodName pod;
    private final String name;

    /** @param name of the container, unique to the run */
    EphemeralCanary(Cluster cluster, EphemeralRecipe recipe, PodName pod, String name) {
        this.cluster = cluster;
        this.recipe = recipe;
        this.pod = pod;
        this.name = name;
    }

    /** Sends, and waits for what came of it, in the order of the orders. */
    List<CanaryOutcome> send(List<CanaryOrder> orders, Duration timeout) throws SiteException {
        List<String> texts = orders.stream()
                .map(order -> new String(OrderJson.bytes(order), StandardCharsets.UTF_8))
                .toList();
        String patch = cluster.client().getKubernetesSerialization().asJson(recipe.patch(name, texts));
        cluster.ask(
                "add an ephemeral container to pod " + pod,
                () -> resource().ephemeralContainers().patch(MERGE, patch));
        return outcomes(orders, ended(timeout));
    }

    private PodResource resource() {
        return cluster.client().pods().inNamespace(pod.namespace()).withName(pod.name());
    }

    private ContainerStateTerminated ended(Duration timeout) throws SiteException {
        try {
            Pod seen = resource()
                    .waitUntilCondition(
                            now -> now == null || hopeless(now).isPresent() || end(now).isPresent(),
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS);
            if (seen == null) {
                throw new SiteException("pod " + pod + " went away meanwhile");
            }
            Optional<ContainerStateTerminated> end = end(seen);
            if (end.isEmpty()) {
                throw new SiteException("its container in pod " + pod + " cannot start: "
                        + hopeless(seen).orElse("no reason given"));
            }
            return end.get();
        } catch (KubernetesClientTimeoutException e) {
            throw new SiteException("its container in pod " + pod + " did not end in time", e);
        } catch (KubernetesClientException e) {
            throw cluster.failure("watch pod " + pod, e);
        }
    }

    private Optional<ContainerStateTerminated> end(Pod seen) {
        return status(seen)
                .map(status ->
                        status.getState() == null ? null : status.getState().getTerminated());
    }

    private Optional<String> hopeless(@Nullable Pod seen) {
        return status(Objects.requireNonNull(seen)).flatMap(PodReading::hopeless);
    }

    private Optional<ContainerStatus> status(Pod seen) {
        List<ContainerStatus> statuses =
                seen.getStatus() == null ? null : seen.getStatus().getEphemeralContainerStatuses();
        return statuses == null
                ? Optional.empty()
                : statuses.stream()
                        .filter(status -> name.equals(status.getName()))
                        .findFirst();
    }

    private List<CanaryOutcome> outcomes(List<CanaryOrder> orders, ContainerStateTerminated end) throws SiteException {
        String message = Objects.requireNonNullElse(end.getMessage(), "");
        if (end.getExitCode() != 0) {
            throw new SiteException("its container in pod " + pod + " ended with exit code " + end.getExitCode()
                    + Stream.of(message.strip())
                            .filter(text -> !text.isEmpty())
                            .map(text -> ": " + text)
                            .findFirst()
                            .orElse(""));
        }
        try {
            return CanaryJson.readAll(
                    "pod " + pod,
                    message.getBytes(StandardCharsets.UTF_8),
                    orders.stream().map(CanaryOrder::canary).toList());
        } catch (PlanFormatException e) {
            throw new SiteException("no outcome: " + e.getMessage(), e);
        }
    }
}
