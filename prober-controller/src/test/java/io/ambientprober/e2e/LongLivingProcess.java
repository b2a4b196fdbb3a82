package io.ambientprober.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a process held after each run: the median of the first third against that of the last, by the measure of the lab's soak. */
final class LongLivingProcess {
    private static final long GROWTH_PERCENT = 15;
    private static final long GROWTH_KIB = 8 << 10;

    private final String name;
    private final List<Held> held = new ArrayList<>();

    private record Held(long residentKib, long descriptors) {}

    LongLivingProcess(String name) {
        this.name = name;
    }

    void add(long residentKib, long descriptors) {
        held.add(new Held(residentKib, descriptors));
    }

    int times() {
        return held.size();
    }

    boolean isFlat() {
        long memory = first(Held::residentKib);
        return last(Held::residentKib) <= memory + Math.max(memory * GROWTH_PERCENT / 100, GROWTH_KIB)
                && last(Held::descriptors) <= first(Held::descriptors);
    }

    private long first(ToLongFunction<Held> what) {
        return median(held.subList(0, third()), what);
    }

    private long last(ToLongFunction<Held> what) {
        return median(held.subList(held.size() - third(), held.size()), what);
    }

    private int third() {
        return Math.max(1, held.size() / 3);
    }

    private static long median(List<Held> some, ToLongFunction<Held> what) {
        return some.stream().mapToLong(what).sorted().toArray()[some.size() / 2];
    }

    /** Of a table in Markdown. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f MB | %.1f MB | %d | %d | %s |",
                name,
                first(Held::residentKib) / 1024.0,
                last(Held::residentKib) / 1024.0,
                first(Held::descriptors),
                last(Held::descriptors),
                isFlat() ? "flat" : "**grew**");
    }
}
