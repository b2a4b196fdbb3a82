package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.cluster.enrolled.DataplaneMode;
import io.ambientprober.run.Site.ServerOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
    static final String OWNER = "owner";
    static final String AGENT = "agent";
    static final String SERVER = "canary-server";
    static final String CLIENT = "canary-client";

    /** The name of the pod that watches policies. */
    static final String GATE = "gate";

    private final RunScope scope;

    RunObjects(RunScope scope) {
        this.scope = scope;
    }

    /** What owns everything else in its namespace. */
    ConfigMap owner(String namespace, Duration lifetime) {
        ObjectMeta metadata = metadata(namespace, OWNER, OWNER).build();
        return new ConfigMapBuilder()
                .withMetadata(metadata)
                .withData(Map.of("run", scope.id(), "lifetimeSeconds", String.valueOf(lifetime.toSeconds())))
                .build();
    }

    ServiceAccount serviceAccount(ReadyNamespace place, String component) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(place, component, component).build())
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** The name of an agent's pod, by the number of its node. */
    static String agent(int number) {
        return "agent-" + number;
    }

    Pod pod(ReadyNamespace place, String name, String component, PodSpec spec) {
        return new PodBuilder()
                .withMetadata(podMetadata(place, name, component).build())
                .withSpec(spec)
                .build();
    }

    Pod server(ReadyNamespace place, ServerOrder order, PodSpec spec) {
        ObjectMeta metadata = podMetadata(place, order.name(), SERVER)
                .addToLabels(Labels.SERVER, order.name())
                .build();
        return new PodBuilder().withMetadata(metadata).withSpec(spec).build();
    }

    /** In front of one server. */
    Service service(ReadyNamespace place, String name, Map<String, String> selector) {
        return new ServiceBuilder()
                .withMetadata(metadata(place, name, SERVER).build())
                .withNewSpec()
                .withSelector(selector)
                .withIpFamilyPolicy("PreferDualStack")
                .withPorts(ports())
                .endSpec()
                .build();
    }

    /** Of all servers, without an address of its own: what makes their pod IPs those of a Service. */
    Service headless(ReadyNamespace place, Map<String, String> selector) {
        Service service = service(place, "pods", selector);
        service.getSpec().setClusterIP("None");
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
                port("open", CanaryPort.SERVICE, CanaryPort.OPEN.usual()),
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
    private ObjectMetaBuilder podMetadata(ReadyNamespace place, String name, String component) {
        ObjectMetaBuilder metadata = metadata(place, name, component).addToLabels("sidecar.istio.io/inject", "false");
        return place.name().equals(ClusterOptions.PLAIN_NAMESPACE)
                ? metadata.addToLabels(DataplaneMode.LABEL, "none")
                : metadata;
    }

    ObjectMetaBuilder metadata(ReadyNamespace place, String name, String component) {
        return metadata(place.name(), name, component).withOwnerReferences(place.owner());
    }

    private ObjectMetaBuilder metadata(String namespace, String name, String component) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(scope.name(name))
                .withLabels(scope.labels(component));
    }
}
