package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the causes are judged by.
 *
 * @param nodes all of them, whether probed or not
 * @param ciliumAgents Cilium's pods on the nodes
 * @param ciliumConfig ConfigMap cilium-config, where these are
 * @param felixConfiguration Calico's, named default
 * @param clusterInformation Calico's, named default
 * @param calicoNodes its pods on the nodes
 * @param namespaces those of the scope
 * @param authorizationPolicies of the mesh's root namespace and of the scope's
 * @param peerAuthentications of the mesh's root namespace and of the scope's
 * @param gateways of the scope's namespaces and of those that a waypoint label names
 * @param services of the scope's namespaces
 * @param networkPolicies of the scope's namespaces
 * @param ciliumPolicies CiliumNetworkPolicies of the scope's namespaces
 * @param ciliumClusterwidePolicies CiliumClusterwideNetworkPolicies
 */
record ClusterFacts(
        Scope scope,
        Fact<List<Node>> nodes,
        Fact<List<Pod>> ciliumAgents,
        Fact<ConfigMap> ciliumConfig,
        Fact<GenericKubernetesResource> felixConfiguration,
        Fact<GenericKubernetesResource> clusterInformation,
        Fact<List<Pod>> calicoNodes,
        Fact<List<Pod>> istioCni,
        Fact<List<Pod>> ztunnel,
        Fact<List<Pod>> ciliumZtunnel,
        Fact<List<Namespace>> namespaces,
        Fact<List<GenericKubernetesResource>> authorizationPolicies,
        Fact<List<GenericKubernetesResource>> peerAuthentications,
        Fact<List<GenericKubernetesResource>> gateways,
        Fact<List<GenericKubernetesResource>> gatewayClasses,
        Fact<List<Service>> services,
        Fact<List<NetworkPolicy>> networkPolicies,
        Fact<List<GenericKubernetesResource>> ciliumPolicies,
        Fact<List<GenericKubernetesResource>> ciliumClusterwidePolicies) {

    Stream<Fact<?>> all() {
        return Stream.of(
                nodes,
                ciliumAgents,
                ciliumConfig,
                felixConfiguration,
                clusterInformation,
                calicoNodes,
                istioCni,
                ztunnel,
                ciliumZtunnel,
                namespaces,
                authorizationPolicies,
                peerAuthentications,
                gateways,
                gatewayClasses,
                services,
                networkPolicies,
                ciliumPolicies,
                ciliumClusterwidePolicies);
    }

    /** Nothing where it could not be read; that it could not is said once, for all rows. */
    static <T> List<T> listed(Fact<List<T>> read) {
        return read.ifPresent().orElse(List.of());
    }
}
