package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.PortPolicy.Side;
import io.ambientprober.cluster.causes.Scope.Place;
import io.ambientprober.cluster.causes.Scope.Role;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether policies of the network let the kubelet's probes in. Without the mesh the host is let in by itself; in it the probes have an address
 * that engines do not take for the host's (istio/istio#49277 of Cilium, istio/istio#56983 of OVN-Kubernetes).
 */
final class ProbeRules {
    static final String REMEDY = "allow ipBlock " + ProbeSource.IPV4 + "/32 (IPv6: " + ProbeSource.IPV6
            + "/128) in; under Cilium a CiliumClusterwideNetworkPolicy with fromCIDR does it once for all";

    private ProbeRules() {}

    static List<Hit> blockProbes(ClusterFacts facts) throws MalformedException {
        Map<String, Set<String>> namespaces = new LinkedHashMap<>();
        List<PortPolicy> policies = exemptsTheHost(facts) ? List.of() : PolicyRules.policies(facts);
        ProbeSource kubelet = ProbeSource.of(facts);
        for (Place place : facts.scope().places()) {
            List<PortPolicy> blocking = place.role() == Role.SERVER && Enrolment.inAmbient(facts, place)
                    ? PolicyRules.blocking(
                            PolicyRules.selecting(policies, ProbedPod.of(facts, place), Side.INGRESS),
                            new PeerPort(kubelet, place.port()))
                    : List.of();
            if (!blocking.isEmpty()) {
                namespaces
                        .computeIfAbsent(PolicyRules.names(blocking), one -> new LinkedHashSet<>())
                        .add(place.namespace());
            }
        }
        return namespaces.entrySet().stream()
                .map(one -> hit(List.copyOf(one.getValue()), kubelet, one.getKey()))
                .toList();
    }

    private static Hit hit(List<String> namespaces, ProbeSource kubelet, String blocking) {
        Hit hit = Hit.inNamespaces(
                "the kubelet's probes, which come from " + kubelet.text() + ", are not let in to canaries in "
                        + Hit.named(namespaces) + " by " + blocking + ": they do not become ready",
                namespaces);
        return kubelet.isUsual()
                ? hit
                : hit.remediedBy("allow ipBlock " + kubelet.text() + (kubelet.isIpv6() ? "/128" : "/32")
                        + " in (istio-cni was told this address)");
    }

    /**
     * Calico's iptables, which look at what is forwarded, and not at what the host itself sends to its pods (projectcalico/calico,
     * felix/rules/static.go, StaticFilterOutputChains).
     */
    private static boolean exemptsTheHost(ClusterFacts facts) throws MalformedException {
        return facts.ciliumConfig().ifPresent().isEmpty()
                && (facts.felixConfiguration().ifPresent().isPresent()
                        || !ClusterFacts.listed(facts.calicoNodes()).isEmpty())
                && !FelixSettings.of(facts).isEbpf();
    }
}
