package io.ambientprober.cluster.causes;

import java.util.List;
import java.util.function.Predicate;

/** What one of several holds for. Policies have thousands of them, which are too many to be put into one another. */
record AnyOf<T>(List<Predicate<T>> several) implements Predicate<T> {
    AnyOf {
        several = List.copyOf(several);
    }

    @Override
    public boolean test(T value) {
        return several.stream().anyMatch(one -> one.test(value));
    }
}
