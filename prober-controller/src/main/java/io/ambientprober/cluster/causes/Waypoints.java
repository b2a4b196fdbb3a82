package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.enrolled.WaypointTraffic;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Labels that name a waypoint, and whether istiod would follow them (pilot, ambient/waypoints.go); if not, traffic goes past it. */
final class Waypoints {
    private static final String USE = "istio.io/use-waypoint";
    private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";

    private Waypoints() {}

    /** A label on a namespace or a Service. */
    private record Use(String by, String from, String namespace, String name) {}

    static List<Hit> unresolved(ClusterFacts facts) throws MalformedException {
        Optional<List<GenericKubernetesResource>> gateways = facts.gateways().ifPresent();
        boolean unknown = !(facts.gateways() instanceof Fact.Absent) && gateways.isEmpty();
        List<Hit> hits = new ArrayList<>();
        for (Use use : unknown ? List.<Use>of() : uses(facts).toList()) {
            String trouble = trouble(use, gateways.orElse(List.of()), facts);
            if (!trouble.isEmpty()) {
                hits.add(Hit.inNamespaces(
                        use.by() + " names waypoint " + use.namespace() + "/" + use.name() + ", " + trouble,
                        List.of(use.from())));
            }
        }
        return hits;
    }

    /** Whether what is sent to this namespace, or to a Service of it, goes through one. */
    static boolean isUsed(ClusterFacts facts, String namespace) {
        return uses(facts).anyMatch(use -> use.from().equals(namespace));
    }

    /** Namespaces beside the scope's own whose Gateways are named. */
    static Set<String> namespaces(Fact<List<Namespace>> namespaces, Fact<List<Service>> services) {
        Set<String> named = new LinkedHashSet<>();
        Stream.concat(ClusterFacts.listed(namespaces).stream(), ClusterFacts.listed(services).stream())
                .flatMap(resource -> use(resource, "", "").stream())
                .map(Use::namespace)
                .filter(namespace -> !namespace.isEmpty())
                .forEach(named::add);
        return named;
    }

    private static Stream<Use> uses(ClusterFacts facts) {
        return Stream.concat(
                ClusterFacts.listed(facts.namespaces()).stream().flatMap(namespace -> {
                    String name = namespace.getMetadata().getName();
                    return use(namespace, "namespace " + name, name).stream();
                }),
                ClusterFacts.listed(facts.services()).stream().flatMap(service -> {
                    String namespace = service.getMetadata().getNamespace();
                    String by =
                            "Service " + namespace + "/" + service.getMetadata().getName();
                    return use(service, by, namespace).stream();
                }));
    }

    private static Optional<Use> use(HasMetadata resource, String by, String namespace) {
        Map<String, String> labels = resource.getMetadata().getLabels();
        String name = labels == null ? null : labels.get(USE);
        return name == null || name.equals("none")
                ? Optional.empty()
                : Optional.of(new Use(by, namespace, labels.getOrDefault(USE_NAMESPACE, namespace), name));
    }

    /** Empty when there is none. */
    private static String trouble(Use use, List<GenericKubernetesResource> gateways, ClusterFacts facts)
            throws MalformedException {
        Optional<GenericKubernetesResource> gateway = gateways.stream()
                .filter(g -> g.getMetadata().getName().equals(use.name())
                        && use.namespace().equals(g.getMetadata().getNamespace()))
                .findFirst();
        if (gateway.isEmpty()) {
            return "which does not exist";
        }
        Map<String, String> labels = Enrolment.labels(facts, use.from()).orElse(Map.of());
        String trouble = WaypointGateway.troubleIn(gateway.get(), use.from(), labels);
        return trouble.isEmpty() ? wrongTraffic(gateway.get(), ClusterFacts.listed(facts.gatewayClasses())) : trouble;
    }

    private static String wrongTraffic(GenericKubernetesResource gateway, List<GenericKubernetesResource> classes)
            throws MalformedException {
        String name = Tree.of(gateway).at("spec").at("gatewayClassName").text();
        Map<String, String> ofClass = classes.stream()
                .map(HasMetadata::getMetadata)
                .filter(metadata -> metadata.getName().equals(name))
                .findFirst()
                .map(ObjectMeta::getLabels)
                .orElse(null);
        WaypointTraffic traffic = WaypointTraffic.of(gateway.getMetadata().getLabels(), ofClass);
        return traffic.takesServices()
                ? ""
                : "which takes " + (traffic.takesPods() ? traffic.word() + " traffic only" : "no traffic")
                        + ": Services go past it";
    }
}
