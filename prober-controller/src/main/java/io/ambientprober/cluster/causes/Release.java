package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of some component: what comes behind its numbers does not count. */
record Release(int major, int minor, int patch) implements Comparable<Release> {
    private static final Comparator<Release> ORDER = Comparator.comparingInt(Release::major)
            .thenComparingInt(Release::minor)
            .thenComparingInt(Release::patch);
    private static final Pattern VERSION =
            Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?!\\d).*", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("[^@]*:([^/:@]+)(@.*)?");

    /** For example {@code v1.19.5} or {@code 6.8.0-41-generic}; empty where it is none. */
    static Optional<Release> parsed(String text) {
        Matcher version = VERSION.matcher(text);
        return version.matches()
                ? Optional.of(new Release(
                        Integer.parseInt(version.group(1)),
                        Integer.parseInt(version.group(2)),
                        Integer.parseInt(version.group(3))))
                : Optional.empty();
    }

    /** The oldest that the tags of this container's images name. */
    static Optional<Release> ofImages(List<Pod> pods, String container) {
        return pods.stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .filter(candidate -> candidate.getName().equals(container))
                .map(Container::getImage)
                .filter(Objects::nonNull)
                .flatMap(image -> tag(image).flatMap(Release::parsed).stream())
                .min(Comparator.naturalOrder());
    }

    private static Optional<String> tag(String image) {
        Matcher tag = TAG.matcher(image);
        return tag.matches() ? Optional.of(tag.group(1)) : Optional.empty();
    }

    boolean isBefore(Release other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Release other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "v" + major + "." + minor + "." + patch;
    }
}
