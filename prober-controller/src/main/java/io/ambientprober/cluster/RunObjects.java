package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.run.Site.ServerOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of a run; everything in a namespace is owned by that namespace's ConfigMap, so that its end is theirs. */
final class RunObjects {
    static final String SERVER = "canary-server";
    static final String CLIENT = "canary-client";

    /** The Service's port of the open canary. */
    static final int SERVICE_PORT = 80;

    private final RunScope scope;

    RunObjects(RunScope scope) {
        this.scope = scope;
    }

    /** What owns everything else in its namespace. */
    ConfigMap owner(String namespace, Duration lifetime) {
        ObjectMeta metadata = metadata(namespace, "owner", "owner", null).build();
        return new ConfigMapBuilder()
                .withMetadata(metadata)
                .withData(Map.of("run", scope.id(), "lifetimeSeconds", String.valueOf(lifetime.toSeconds())))
                .build();
    }

    ServiceAccount serviceAccount(String component, OwnerReference owner, String namespace) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(namespace, component, component, owner).build())
                .withAutomountServiceAccountToken(false)
                .build();
    }

    Pod pod(String namespace, String name, String component, OwnerReference owner, PodSpec spec) {
        return new PodBuilder()
                .withMetadata(podMetadata(namespace, name, component, owner).build())
                .withSpec(spec)
                .build();
    }

    Pod server(String namespace, ServerOrder order, OwnerReference owner, PodSpec spec) {
        ObjectMeta metadata = podMetadata(namespace, order.name(), SERVER, owner)
                .addToLabels(Labels.SERVER, order.name())
                .build();
        return new PodBuilder().withMetadata(metadata).withSpec(spec).build();
    }

    /** In front of one server. */
    Service service(String namespace, String name, OwnerReference owner, Map<String, String> selector) {
        return service(namespace, name, owner, selector, false);
    }

    /** Of all servers, without an address of its own: what makes their pod IPs those of a Service. */
    Service headless(String namespace, OwnerReference owner, Map<String, String> selector) {
        return service(namespace, "pods", owner, selector, true);
    }

    private Service service(
            String namespace, String name, OwnerReference owner, Map<String, String> selector, boolean headless) {
        Service service = new ServiceBuilder()
                .withMetadata(metadata(namespace, name, SERVER, owner).build())
                .withNewSpec()
                .withSelector(selector)
                .withIpFamilyPolicy("PreferDualStack")
                .withPorts(ports())
                .endSpec()
                .build();
        if (headless) {
            service.getSpec().setClusterIP("None");
        }
        return service;
    }

    /** Selects one server of this run, or all. */
    Map<String, String> selector(@Nullable String server) {
        Map<String, String> selector = new TreeMap<>();
        selector.put(Labels.RUN, scope.id());
        selector.put(Labels.COMPONENT, SERVER);
        if (server != null) {
            selector.put(Labels.SERVER, server);
        }
        return selector;
    }

    private static List<ServicePort> ports() {
        return List.of(
                port("open", SERVICE_PORT, CanaryPort.OPEN.usual()),
                port("denied", CanaryPort.DENIED.usual(), CanaryPort.DENIED.usual()),
                port("identity", CanaryPort.IDENTITY.usual(), CanaryPort.IDENTITY.usual()));
    }

    private static ServicePort port(String name, int port, int target) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withNewTargetPort(target)
                .withAppProtocol("tcp")
                .build();
    }

    /** Injected sidecars would make another mesh of it. */
    private ObjectMetaBuilder podMetadata(String namespace, String name, String component, OwnerReference owner) {
        ObjectMetaBuilder metadata =
                metadata(namespace, name, component, owner).addToLabels("sidecar.istio.io/inject", "false");
        return namespace.equals(ClusterOptions.PLAIN_NAMESPACE)
                ? metadata.addToLabels(Labels.DATAPLANE_MODE, "none")
                : metadata;
    }

    ObjectMetaBuilder metadata(String namespace, String name, String component, @Nullable OwnerReference owner) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(scope.name(name))
                .withLabels(scope.labels(component));
        return owner == null ? metadata : metadata.withOwnerReferences(owner);
    }
}
