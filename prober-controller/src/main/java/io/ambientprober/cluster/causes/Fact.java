package io.ambientprober.cluster.causes;

import java.util.Optional;

/** What came of reading something in a cluster. */
sealed interface Fact<T> {
    record Present<T>(T value) implements Fact<T> {}

    /** It does not exist, or its kind does not. */
    record Absent<T>() implements Fact<T> {}

    /**
     * It may exist, and was not to be had.
     *
     * @param what for example {@code ConfigMap kube-system/cilium-config}
     * @param why in a few words
     * @param remedy for example {@code grant get configmaps in kube-system}
     */
    record Unreadable<T>(String what, String why, String remedy) implements Fact<T> {}

    /** It exists, and is not what it should be. */
    record Malformed<T>(String what, String why) implements Fact<T> {}

    default Optional<T> ifPresent() {
        return switch (this) {
            case Present<T>(T value) -> Optional.of(value);
            case Absent<T> absent -> Optional.empty();
            case Unreadable<T> unreadable -> Optional.empty();
            case Malformed<T> malformed -> Optional.empty();
        };
    }
}
