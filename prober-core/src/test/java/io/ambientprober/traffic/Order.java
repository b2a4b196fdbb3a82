package io.ambientprober.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Copies of frames, and frames in another order. */
final class Order {
    private Order() {}

    /** @param distance how many frames later a copy may come */
    static UnaryOperator<List<Frame>> duplicates(double share, int distance, RandomGenerator random) {
        return frames -> {
            List<Frame> all = new ArrayList<>(frames);
            double[] place = new double[frames.size() * 2];
            for (int i = 0; i < frames.size(); i++) {
                place[i] = i;
            }
            int size = frames.size();
            for (int i = 0; i < frames.size(); i++) {
                if (random.nextDouble() < share) {
                    all.add(frames.get(i));
                    place[size++] = i + 0.5 + random.nextInt(distance);
                }
            }
            return inTimeOrder(sorted(all, place));
        };
    }

    /** Every frame within {@code window} places of where it was; times stay in order, as they do in a capture of several taps. */
    static Scene shuffled(Scene scene, int window, RandomGenerator random) {
        return scene.each(frames -> {
            double[] place = new double[frames.size()];
            for (int i = 0; i < place.length; i++) {
                place[i] = i + random.nextDouble() * window;
            }
            return inTimeOrder(sorted(frames, place));
        });
    }

    private static List<Frame> sorted(List<Frame> frames, double[] place) {
        Integer[] order = new Integer[frames.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (one, other) -> Double.compare(place[one], place[other]));
        return Arrays.stream(order).map(frames::get).toList();
    }

    private static List<Frame> inTimeOrder(List<Frame> frames) {
        long[] times = frames.stream().mapToLong(Frame::timeNanos).sorted().toArray();
        List<Frame> ordered = new ArrayList<>(frames.size());
        for (int i = 0; i < times.length; i++) {
            ordered.add(frames.get(i).at(times[i]));
        }
        return ordered;
    }

    /** Changes every frame that holds an IP packet; the others are left as they are, or out where the link type would change. */
    static UnaryOperator<List<Frame>> every(UnaryOperator<Frame> change) {
        return frames -> frames.stream()
                .filter(frame -> Links.ipAt(frame) >= 0)
                .map(change)
                .toList();
    }
}
