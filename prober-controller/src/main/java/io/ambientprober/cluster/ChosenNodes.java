package io.ambientprober.cluster;

import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The nodes of a run, and those that are none of it.
 *
 * @param names in order
 * @param leftOut names in order, by why they are left out
 * @param whys more precise ones, by name; none where there is nothing more to say
 */
record ChosenNodes(List<String> names, SortedMap<String, List<String>> leftOut, Map<String, String> whys) {
    /** What is said of them has to fit into a line. */
    private static final int NAMED = 3;

    ChosenNodes {
        names = List.copyOf(names);
        leftOut = new TreeMap<>(leftOut);
        whys = Map.copyOf(whys);
    }

    Share share() {
        List<Gap> gaps = leftOut.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(name -> new Gap(name, whys.getOrDefault(name, entry.getKey()))))
                .toList();
        return new Share(names.size(), names.size() + gaps.size(), gaps);
    }

    /** For the report, which would else take a part for the whole; empty when no node is left out. */
    Optional<String> gaps() {
        int without = leftOut.values().stream().mapToInt(List::size).sum();
        return without == 0
                ? Optional.empty()
                : Optional.of(without + " of " + (without + names.size()) + "; "
                        + leftOut.entrySet().stream()
                                .limit(NAMED)
                                .map(entry -> entry.getKey() + ": " + named(entry.getValue()))
                                .collect(Collectors.joining("; "))
                        + (leftOut.size() > NAMED ? "; others for other reasons" : ""));
    }

    private static String named(List<String> nodes) {
        String some = nodes.stream().limit(NAMED).collect(Collectors.joining(", "));
        return nodes.size() > NAMED ? some + " and " + (nodes.size() - NAMED) + " more" : some;
    }
}
