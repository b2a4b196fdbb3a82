package io.ambientprober.traffic;

import java.util.random.RandomGenerator;

/** A way to change what taps captured. */
public record Edit(String name, Change change) {
    /** The same numbers give the same change. */
    public interface Change {
        Scene apply(Scene scene, RandomGenerator random);
    }

    public Scene apply(Scene scene, RandomGenerator random) {
        return change.apply(scene, random);
    }

    /** This edit, and then another. */
    public Edit then(Edit other) {
        return new Edit(name + ", " + other.name, (scene, random) -> other.apply(apply(scene, random), random));
    }

    @Override
    public String toString() {
        return name;
    }
}
