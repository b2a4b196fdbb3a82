package io.ambientprober.lab.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a process held after each run: the median of the first third against that of the last. */
public final class Track {
    /** What the memory of a virtual machine moves by itself, as its heap is filled and emptied. */
    private static final long GROWTH_PERCENT = 15;

    private static final long GROWTH_KIB = 8 << 10;

    private final String process;
    private final List<Reading> readings = new ArrayList<>();

    Track(String process) {
        this.process = process;
    }

    void add(Reading reading) {
        readings.add(reading);
    }

    /** Whether neither memory nor descriptors grew. */
    public boolean isFlat() {
        long memory = first(Reading::residentKib);
        return last(Reading::residentKib) <= memory + Math.max(memory * GROWTH_PERCENT / 100, GROWTH_KIB)
                && last(Reading::descriptors) <= first(Reading::descriptors);
    }

    private long first(ToLongFunction<Reading> what) {
        return median(readings.subList(0, third()), what);
    }

    private long last(ToLongFunction<Reading> what) {
        return median(readings.subList(readings.size() - third(), readings.size()), what);
    }

    private int third() {
        return Math.max(1, readings.size() / 3);
    }

    private static long median(List<Reading> some, ToLongFunction<Reading> what) {
        return some.stream().mapToLong(what).sorted().toArray()[some.size() / 2];
    }

    /** A row of a table in Markdown. */
    public String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f MB | %.1f MB | %d | %d | %s |",
                process,
                first(Reading::residentKib) / 1024.0,
                last(Reading::residentKib) / 1024.0,
                first(Reading::descriptors),
                last(Reading::descriptors),
                isFlat() ? "flat" : "**grew**");
    }
}
