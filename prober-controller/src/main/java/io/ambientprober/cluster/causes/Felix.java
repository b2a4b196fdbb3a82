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
        Optional<Release> release = FelixSettings.of(facts).isEbpf() ? release(facts) : Optional.empty();
        return release.filter(own -> own.isBefore(FIRST_WITH_PROBES)).stream()
                .map(
                        own -> Hit.everywhere(
                                "eBPF data plane of Calico " + own
                                        + ": answers to the kubelet's probes, which go to 169.254.7.127, do not return through the host, and pods in the mesh do not become ready"))
                .toList();
    }

    static List<Hit> connectTimeLb(ClusterFacts facts) throws MalformedException {
        FelixSettings settings = FelixSettings.of(facts);
        if (!settings.isEbpf()) {
            return List.of();
        }
        Optional<Release> release = release(facts);
        if (release.isEmpty()) {
            return ofAnyRelease(settings);
        }
        return release.get().isBefore(FIRST_WITH_MODE)
                ? byFlag(settings, release.get())
                : byMode(settings, release.get().toString());
    }

    private static List<Hit> ofAnyRelease(FelixSettings settings) throws MalformedException {
        return isFlaggedOff(settings) && mode(settings).isEmpty()
                ? List.of()
                : byMode(settings, "(which release is not known)").stream()
                        .map(hit -> hit.remediedBy(DISABLED + "; before v3.27 " + FLAG_OFF))
                        .toList();
    }

    /**
     * What Calico says of itself, else what its pods' images say; empty where neither does.
     *
     * @throws MalformedException where Calico's own word is not a release
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

    /** On unless it says false (projectcalico/calico v3.26.4, felix/config/config_params.go). */
    private static List<Hit> byFlag(FelixSettings settings, Release release) throws MalformedException {
        Optional<Boolean> flag = settings.flag(FLAG);
        return isFlaggedOff(settings)
                ? List.of()
                : List.of(hit(FLAG + " is " + (flag.isEmpty() ? "not set" : "true"), release.toString())
                        .remediedBy(FLAG_OFF));
    }

    /** TCP unless it says otherwise. */
    private static List<Hit> byMode(FelixSettings settings, String release) throws MalformedException {
        Optional<String> mode = mode(settings);
        String flag = isFlaggedOff(settings) ? " (" + FLAG + " is false, which counts before v3.27 only)" : "";
        return mode.equals(Optional.of("Disabled"))
                ? List.of()
                : List.of(hit(MODE + " is " + mode.orElse("not set") + flag, release));
    }

    private static Hit hit(String setting, String release) {
        return Hit.everywhere("bpfEnabled is true in Calico " + release + " and " + setting
                + ": inside connect() a Service's address becomes a pod's, before the mesh can see it");
    }

    private static boolean isFlaggedOff(FelixSettings settings) throws MalformedException {
        return settings.flag(FLAG).equals(Optional.of(false));
    }

    private static Optional<String> mode(FelixSettings settings) throws MalformedException {
        return settings.word(MODE, List.of("TCP", "Enabled", "Disabled"));
    }
}
