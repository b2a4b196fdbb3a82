package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Fact.Absent;
import io.ambientprober.cluster.causes.Fact.Unreadable;
import io.ambientprober.cluster.causes.Reads.Pending;
import io.ambientprober.cluster.enrolled.WaypointTraffic;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the API server for the facts, and for nothing else. */
final class FactsReader {
    private static final ResourceDefinitionContext AUTHORIZATION_POLICY =
            kind("security.istio.io", "v1", "AuthorizationPolicy", "authorizationpolicies", true);
    private static final ResourceDefinitionContext PEER_AUTHENTICATION =
            kind("security.istio.io", "v1", "PeerAuthentication", "peerauthentications", true);
    private static final ResourceDefinitionContext CILIUM_POLICY =
            kind("cilium.io", "v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies", true);
    private static final ResourceDefinitionContext CILIUM_CLUSTERWIDE_POLICY =
            kind("cilium.io", "v2", "CiliumClusterwideNetworkPolicy", "ciliumclusterwidenetworkpolicies", false);
    /** Where Calico keeps its resources; and where its API server, or its newest releases, do. */
    private static final Map<String, String> CALICO =
            new TreeMap<>(Map.of("crd.projectcalico.org", "v1", "projectcalico.org", "v3"));

    private final KubernetesClient client;
    private final Reads reads;
    private final Fact<Set<String>> groups;

    FactsReader(KubernetesClient client, Reads reads) {
        this.client = client;
        this.reads = reads;
        this.groups = reads.await(reads.begin("API groups", "discovery", () -> groups(client)));
    }

    ClusterFacts read(Scope scope) {
        Set<String> own = new LinkedHashSet<>(scope.namespaces());
        Pending<List<Node>> nodes = nodes();
        Fact<List<Pod>> ciliumAgents = reads.await(ciliumAgents());
        Pending<ConfigMap> ciliumConfig = ciliumConfig(namespace(ciliumAgents));
        Pending<GenericKubernetesResource> felix = calico("FelixConfiguration", "felixconfigurations");
        Pending<GenericKubernetesResource> calico = calico("ClusterInformation", "clusterinformations");
        Pending<List<Pod>> calicoNodes = calicoNodes();
        Pending<List<Pod>> istioCni = pods("k8s-app", "istio-cni-node");
        Pending<List<Pod>> ztunnel = pods("app", "ztunnel");
        Pending<List<Pod>> ciliumZtunnel = pods("app", "ztunnel-cilium");
        Set<String> meshPolicies = with(own, scope.rootNamespace().stream().toList());
        var authorizations = in(meshPolicies, AUTHORIZATION_POLICY);
        var peers = in(meshPolicies, PEER_AUTHENTICATION);
        var policies = in(own, "networkpolicies", client.network().v1().networkPolicies()::inNamespace);
        var ciliumPolicies = in(own, CILIUM_POLICY);
        var clusterwide = in(Set.of(""), CILIUM_CLUSTERWIDE_POLICY);
        var services = reads.awaitAll(in(own, "services", client.services()::inNamespace));
        Fact<List<Namespace>> namespaces = reads.awaitAll(namespaces(own));
        var gateways = in(with(own, Waypoints.namespaces(namespaces, services)), WaypointTraffic.GATEWAY);
        var gatewayClasses = in(Set.of(""), WaypointTraffic.GATEWAY_CLASS);
        return new ClusterFacts(
                scope,
                reads.await(nodes),
                ciliumAgents,
                onCiliumOnly(reads.await(ciliumConfig)),
                reads.await(felix),
                reads.await(calico),
                reads.await(calicoNodes),
                reads.await(istioCni),
                reads.await(ztunnel),
                reads.await(ciliumZtunnel),
                namespaces,
                reads.awaitAll(authorizations),
                reads.awaitAll(peers),
                reads.awaitAll(gateways),
                reads.awaitAll(gatewayClasses),
                services,
                reads.awaitAll(policies),
                reads.awaitAll(ciliumPolicies),
                reads.awaitAll(clusterwide));
    }

    /** Their kernels matter to Cilium alone. */
    private Pending<List<Node>> nodes() {
        return isServed(CILIUM_POLICY) ? reads.list("nodes", "list nodes", client.nodes()) : Pending.absent("nodes");
    }

    /** Looked for only where Cilium may be. */
    private Pending<List<Pod>> ciliumAgents() {
        return isServed(CILIUM_POLICY) ? pods("k8s-app", "cilium") : Pending.absent("pods of Cilium");
    }

    /** That of the agents; without any to be seen, where nearly everybody has them. */
    private static String namespace(Fact<List<Pod>> ciliumAgents) {
        return ClusterFacts.listed(ciliumAgents).stream()
                .map(pod -> pod.getMetadata().getNamespace())
                .findFirst()
                .orElse("kube-system");
    }

    private Pending<ConfigMap> ciliumConfig(String namespace) {
        return reads.begin(
                "ConfigMap " + namespace + "/cilium-config",
                "get configmaps in " + namespace,
                () -> client.configMaps()
                        .inNamespace(namespace)
                        .withName("cilium-config")
                        .get());
    }

    /** The right to read is asked for before what is read is looked for: without Cilium's kinds there is no Cilium to miss. */
    private Fact<ConfigMap> onCiliumOnly(Fact<ConfigMap> read) {
        return read instanceof Unreadable && !isServed(CILIUM_POLICY) ? new Absent<>() : read;
    }

    /** The first that is there: where both groups are served, one of them may hold nothing. */
    private Pending<GenericKubernetesResource> calico(String kind, String plural) {
        String what = kind + " default";
        List<ResourceDefinitionContext> kinds = CALICO.entrySet().stream()
                .map(served -> kind(served.getKey(), served.getValue(), kind, plural, false))
                .filter(this::isServed)
                .toList();
        return kinds.isEmpty()
                ? Pending.absent(what)
                : reads.begin(
                        what,
                        "get " + plural,
                        () -> kinds.stream()
                                .map(served -> client.genericKubernetesResources(served)
                                        .withName("default")
                                        .get())
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null));
    }

    /** Looked for only where Calico may be. */
    private Pending<List<Pod>> calicoNodes() {
        return CALICO.keySet().stream().anyMatch(this::isServed)
                ? pods("k8s-app", "calico-node")
                : Pending.absent("pods of Calico");
    }

    private Pending<List<Pod>> pods(String label, String value) {
        return reads.list(
                "pods with label " + label + "=" + value,
                "list pods in all namespaces",
                client.pods().inAnyNamespace().withLabel(label, value));
    }

    private List<Pending<List<Namespace>>> namespaces(Set<String> names) {
        return names.stream()
                .map(name -> reads.begin("namespace " + name, "get namespaces", () -> namespace(name)))
                .toList();
    }

    private @Nullable List<Namespace> namespace(String name) {
        Namespace namespace = client.namespaces().withName(name).get();
        return namespace == null ? null : List.of(namespace);
    }

    private List<Pending<List<GenericKubernetesResource>>> in(Set<String> namespaces, ResourceDefinitionContext kind) {
        if (!isServed(kind)) {
            return List.of(Pending.absent(kind.getPlural()));
        }
        return in(
                namespaces,
                kind.getPlural(),
                namespace -> namespace.isEmpty()
                        ? client.genericKubernetesResources(kind)
                        : client.genericKubernetesResources(kind).inNamespace(namespace));
    }

    private <T extends HasMetadata> List<Pending<List<T>>> in(
            Set<String> namespaces,
            String plural,
            Function<String, Listable<? extends KubernetesResourceList<T>>> kind) {
        return namespaces.stream()
                .map(namespace -> {
                    String what = plural + (namespace.isEmpty() ? "" : " in " + namespace);
                    return reads.list(what, "list " + what, kind.apply(namespace));
                })
                .toList();
    }

    private boolean isServed(ResourceDefinitionContext kind) {
        return isServed(kind.getGroup());
    }

    /** Without an answer to this, whatever is asked for may be there. */
    private boolean isServed(String group) {
        return groups.ifPresent().map(served -> served.contains(group)).orElse(true);
    }

    private static Set<String> groups(KubernetesClient client) {
        return client.getApiGroups().getGroups().stream().map(APIGroup::getName).collect(Collectors.toSet());
    }

    private static Set<String> with(Set<String> namespaces, Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(namespaces);
        all.addAll(more);
        return all;
    }

    private static ResourceDefinitionContext kind(
            String group, String version, String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
