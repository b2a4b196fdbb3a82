package io.ambientprober.report.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * What a reduced report counts and does not list, as the whole of it would not fit where it is kept. The verdict of the run is that of the
 * whole: what is counted takes part in it.
 *
 * @param outside pairs that STRICT would refuse
 * @param causes that may explain something
 * @param taps captures of which nothing but this number is left
 */
public record Unlisted(List<Tally> paths, List<Tally> pods, List<Tally> flows, int outside, int causes, int taps) {
    /** Of a whole report. */
    public static final Unlisted NOTHING = new Unlisted(List.of(), List.of(), List.of(), 0, 0, 0);

    public Unlisted {
        paths = List.copyOf(paths);
        pods = List.copyOf(pods);
        flows = List.copyOf(flows);
    }

    public boolean isNothing() {
        return equals(NOTHING);
    }

    /** By what they are, in the order of the contract. */
    public SequencedMap<String, List<Tally>> kinds() {
        SequencedMap<String, List<Tally>> kinds = new LinkedHashMap<>();
        kinds.put("paths", paths);
        kinds.put("pods", pods);
        kinds.put("flows", flows);
        return kinds;
    }

    /** Paths, pods and flows. */
    public List<Tally> tallies() {
        return Stream.of(paths, pods, flows).flatMap(List::stream).toList();
    }

    /** What is counted beside paths, pods and flows, in words. */
    public List<String> others() {
        List<String> others = new ArrayList<>();
        say(outside, "pairs that STRICT would refuse", others);
        say(causes, "causes that may explain something", others);
        say(taps, "captures", others);
        return others;
    }

    private static void say(int count, String what, List<String> others) {
        if (count > 0) {
            others.add(count + " " + what);
        }
    }
}
