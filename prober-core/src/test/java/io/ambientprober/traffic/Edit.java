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

    /** This edit, of taps that say how many packets they lost by it, each in its own way. */
    public Edit counted() {
        return new Edit(name + ", and counted", (scene, random) -> Losses.counted(scene, apply(scene, random), random));
    }

    @Override
    public String toString() {
        return name;
    }
}
