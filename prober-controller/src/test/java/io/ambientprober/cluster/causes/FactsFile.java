package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A cluster as YAML files have it: what the second holds replaces what the first does. */
final class FactsFile {
    static final Path FOLDER = Path.of("src/test/resources/causes");
    static final Path HEALTHY = FOLDER.resolve("healthy.yaml");
    static final Scope SCOPE = new Scope(
            List.of("node-1", "node-2"),
            List.of(
                    new Place("probe-a", Role.CLIENT, Map.of("app", "client"), 8080, "client"),
                    new Place("probe-b", Role.SERVER, Map.of("app", "server"), 8080, "server")),
            Optional.of("istio-system"));

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Map<Path, List<HasMetadata>> FILES = new ConcurrentHashMap<>();

    private final Map<String, HasMetadata> resources = new LinkedHashMap<>();

    private FactsFile() {}

    static ClusterFacts read(Path... files) {
        return read(SCOPE, files);
    }

    static ClusterFacts read(Scope scope, Path... files) {
        return merged(files).facts(scope);
    }

    /** What is in them. */
    static List<HasMetadata> objects(Path... files) {
        return List.copyOf(merged(files).resources.values());
    }

    private static FactsFile merged(Path... files) {
        FactsFile facts = new FactsFile();
        for (Path file : files) {
            for (HasMetadata resource : FILES.computeIfAbsent(file, FactsFile::resources)) {
                facts.resources.put(
                        resource.getKind()
                                + resource.getMetadata().getNamespace()
                                + resource.getMetadata().getName(),
                        resource);
            }
        }
        return facts;
    }

    /** The reader asks for Gateways as for any other custom resource, though the library has a class for them. */
    private static List<HasMetadata> resources(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split("(?m)^---$", -1))
                    .<HasMetadata>map(document -> document.contains("\nkind: Gateway")
                            ? YAML.unmarshal(document, GenericKubernetesResource.class)
                            : YAML.unmarshal(document))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClusterFacts facts(Scope scope) {
        return new ClusterFacts(
                scope,
                all(Node.class, "Node"),
                pods("k8s-app", "cilium"),
                one(ConfigMap.class, "ConfigMap", "cilium-config"),
                one(GenericKubernetesResource.class, "FelixConfiguration", "default"),
                one(GenericKubernetesResource.class, "ClusterInformation", "default"),
                pods("k8s-app", "calico-node"),
                pods("k8s-app", "istio-cni-node"),
                pods("app", "ztunnel"),
                pods("app", "ztunnel-cilium"),
                all(Namespace.class, "Namespace"),
                all(GenericKubernetesResource.class, "AuthorizationPolicy"),
                all(GenericKubernetesResource.class, "PeerAuthentication"),
                all(GenericKubernetesResource.class, "Gateway"),
                all(GenericKubernetesResource.class, "GatewayClass"),
                all(Service.class, "Service"),
                all(NetworkPolicy.class, "NetworkPolicy"),
                all(GenericKubernetesResource.class, "CiliumNetworkPolicy"),
                all(GenericKubernetesResource.class, "CiliumClusterwideNetworkPolicy"));
    }

    private <T> Fact<T> one(Class<T> type, String kind, String name) {
        return of(kind).filter(r -> r.getMetadata().getName().equals(name))
                .findFirst()
                .<Fact<T>>map(r -> new Fact.Present<>(type.cast(r)))
                .orElseGet(Fact.Absent::new);
    }

    private <T> Fact<List<T>> all(Class<T> type, String kind) {
        return new Fact.Present<>(of(kind).map(type::cast).toList());
    }

    private Fact<List<Pod>> pods(String label, String value) {
        return new Fact.Present<>(of("Pod")
                .map(Pod.class::cast)
                .filter(pod -> value.equals(pod.getMetadata().getLabels().get(label)))
                .toList());
    }

    private Stream<HasMetadata> of(String kind) {
        return resources.values().stream().filter(resource -> resource.getKind().equals(kind));
    }
}
