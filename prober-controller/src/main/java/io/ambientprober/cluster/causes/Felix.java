package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Calico's eBPF data plane. It balances at connect() unless told otherwise (FelixConfiguration: the default is TCP). */
final class Felix {
    private Felix() {}

    static List<Hit> connectTimeLb(ClusterFacts facts) throws MalformedException {
        Optional<GenericKubernetesResource> felix = facts.felixConfiguration().ifPresent();
        if (felix.isEmpty()) {
            return List.of();
        }
        Tree spec = Tree.of(felix.get()).at("spec");
        boolean ebpf = Objects.equals(spec.at("bpfEnabled").flag(), true);
        String mode = mode(spec);
        return ebpf && !mode.equals("Disabled")
                ? List.of(Hit.everywhere("bpfEnabled is true and bpfConnectTimeLoadBalancing is " + mode
                        + ": inside connect() a Service's address becomes a pod's, before the mesh can see it"))
                : List.of();
    }

    private static String mode(Tree spec) throws MalformedException {
        Tree field = spec.at("bpfConnectTimeLoadBalancing");
        String mode = field.text();
        if (mode == null) {
            boolean off =
                    Objects.equals(spec.at("bpfConnectTimeLoadBalancingEnabled").flag(), false);
            return off ? "Disabled" : "not set";
        }
        return switch (mode) {
            case "TCP", "Enabled", "Disabled" -> mode;
            default -> throw field.isNot("TCP, Enabled or Disabled");
        };
    }
}
