package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Calico's eBPF data plane, whose settings and faults are its release's. */
final class Felix {
    private static final String MODE = "bpfConnectTimeLoadBalancing";
    private static final String FLAG = "bpfConnectTimeLoadBalancingEnabled";

    static final String DISABLED = "set " + MODE + ": Disabled and bpfHostNetworkedNATWithoutCTLB: Enabled";
    private static final String FLAG_OFF = "set " + FLAG + ": false";

    /** First with {@link #MODE}; {@link #FLAG} decides nothing from then on (projectcalico/calico v3.27.0, felix/config/config_params.go). */
    private static final Release FIRST_WITH_MODE = new Release(3, 27, 0);

    /**
     * First that returns answers to 169.254.7.127 through the host (projectcalico/calico#9192 in v3.29.0, felix/bpf-gpl/tc.c; its backport
     * is in v3.28.2, and there is none for older lines).
     */
    private static final Release FIRST_WITH_PROBES = new Release(3, 28, 2);

    private Felix() {}

    static List<Hit> losesProbes(ClusterFacts facts) throws MalformedException {
        if (ebpf(facts).isEmpty()) {
            return List.of();
        }
        return release(facts)
                .filter(release -> release.isBefore(FIRST_WITH_PROBES))
                .map(
                        release -> Hit.everywhere(
                                "eBPF data plane of Calico " + release
                                        + ": answers to the kubelet's probes, which go to 169.254.7.127, do not return through the host, and pods in the mesh do not become ready"))
                .stream()
                .toList();
    }

    static List<Hit> connectTimeLb(ClusterFacts facts) throws MalformedException {
        Optional<Tree> spec = ebpf(facts);
        if (spec.isEmpty()) {
            return List.of();
        }
        Optional<Release> release = release(facts);
        if (release.isEmpty()) {
            return ofAnyRelease(spec.get());
        }
        return release.get().isBefore(FIRST_WITH_MODE)
                ? byFlag(spec.get(), release.get())
                : byMode(spec.get(), release.get().toString());
    }

    private static List<Hit> ofAnyRelease(Tree spec) throws MalformedException {
        return flag(spec).equals("false") && mode(spec).isEmpty()
                ? List.of()
                : byMode(spec, "(which release is not known)").stream()
                        .map(hit -> hit.remediedBy(DISABLED + "; before v3.27 " + FLAG_OFF))
                        .toList();
    }

    /**
     * What Calico says of itself, else what its pods' images say; empty where neither does.
     *
     * @throws MalformedException where Calico's own word is no release
     */
    private static Optional<Release> release(ClusterFacts facts) throws MalformedException {
        Optional<GenericKubernetesResource> information =
                facts.clusterInformation().ifPresent();
        if (information.isPresent()) {
            Tree version = Tree.of(information.get()).at("spec").at("calicoVersion");
            String text = Objects.toString(version.text(), "");
            if (!text.isEmpty()) {
                return Optional.of(Release.parsed(text).orElseThrow(() -> version.isNot("a release such as v3.29.0")));
            }
        }
        return Release.ofImages(ClusterFacts.listed(facts.calicoNodes()), "calico-node");
    }

    static boolean isEbpf(ClusterFacts facts) throws MalformedException {
        return ebpf(facts).isPresent();
    }

    /** Its settings, where it is on. */
    private static Optional<Tree> ebpf(ClusterFacts facts) throws MalformedException {
        Optional<GenericKubernetesResource> felix = facts.felixConfiguration().ifPresent();
        if (felix.isEmpty()) {
            return Optional.empty();
        }
        Tree spec = Tree.of(felix.get()).at("spec");
        return Objects.equals(spec.at("bpfEnabled").flag(), true) ? Optional.of(spec) : Optional.empty();
    }

    /** On unless it says false (projectcalico/calico v3.26.4, felix/config/config_params.go). */
    private static List<Hit> byFlag(Tree spec, Release release) throws MalformedException {
        String flag = flag(spec);
        return flag.equals("false")
                ? List.of()
                : List.of(hit(FLAG + " is " + (flag.isEmpty() ? "not set" : flag), release.toString())
                        .remediedBy(FLAG_OFF));
    }

    /** TCP unless it says otherwise. */
    private static List<Hit> byMode(Tree spec, String release) throws MalformedException {
        String mode = mode(spec);
        String flag = flag(spec).equals("false") ? " (" + FLAG + " is false, which counts before v3.27 only)" : "";
        return mode.equals("Disabled")
                ? List.of()
                : List.of(hit(MODE + " is " + (mode.isEmpty() ? "not set" : mode) + flag, release));
    }

    private static Hit hit(String setting, String release) {
        return Hit.everywhere("bpfEnabled is true in Calico " + release + " and " + setting
                + ": inside connect() a Service's address becomes a pod's, before the mesh can see it");
    }

    private static String flag(Tree spec) throws MalformedException {
        return Objects.toString(spec.at(FLAG).flag(), "");
    }

    private static String mode(Tree spec) throws MalformedException {
        Tree field = spec.at(MODE);
        String mode = Objects.toString(field.text(), "");
        return switch (mode) {
            case "", "TCP", "Enabled", "Disabled" -> mode;
            default -> throw field.isNot("TCP, Enabled or Disabled");
        };
    }
}
