package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Calico: what comes behind its three numbers does not count. */
record CalicoRelease(int major, int minor, int patch) implements Comparable<CalicoRelease> {
    private static final Comparator<CalicoRelease> ORDER = Comparator.comparingInt(CalicoRelease::major)
            .thenComparingInt(CalicoRelease::minor)
            .thenComparingInt(CalicoRelease::patch);
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?!\\d).*");
    private static final Pattern TAG = Pattern.compile("[^@]*:([^/:@]+)(@.*)?");

    /**
     * What Calico says of itself, else what its pods' images say, the oldest of them; empty where neither does.
     *
     * @throws MalformedException where Calico's own word is no release
     */
    static Optional<CalicoRelease> of(ClusterFacts facts) throws MalformedException {
        Optional<GenericKubernetesResource> information =
                facts.clusterInformation().ifPresent();
        if (information.isPresent()) {
            Tree version = Tree.of(information.get()).at("spec").at("calicoVersion");
            String text = version.text();
            if (text != null && !text.isEmpty()) {
                return Optional.of(parsed(text).orElseThrow(() -> version.isNot("a release such as v3.29.0")));
            }
        }
        return ofImages(facts);
    }

    private static Optional<CalicoRelease> ofImages(ClusterFacts facts) {
        return ClusterFacts.listed(facts.calicoNodes()).stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals("calico-node"))
                .map(Container::getImage)
                .flatMap(image -> tag(image).flatMap(CalicoRelease::parsed).stream())
                .min(Comparator.naturalOrder());
    }

    private static Optional<String> tag(String image) {
        Matcher tag = TAG.matcher(image);
        return tag.matches() ? Optional.of(tag.group(1)) : Optional.empty();
    }

    private static Optional<CalicoRelease> parsed(String text) {
        Matcher version = VERSION.matcher(text);
        return version.matches()
                ? Optional.of(new CalicoRelease(
                        Integer.parseInt(version.group(1)),
                        Integer.parseInt(version.group(2)),
                        Integer.parseInt(version.group(3))))
                : Optional.empty();
    }

    boolean isBefore(CalicoRelease other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(CalicoRelease other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "v" + major + "." + minor + "." + patch;
    }
}
