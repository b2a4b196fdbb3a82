package io.ambientprober.report.model;

import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A question beside the canaries, as formats see it.
 *
 * @param name of its section, for example {@code pods}
 * @param unit one of them, for example {@code pod}
 * @param unlisted what is counted and not listed
 */
public record Check(String name, String unit, Section<List<Checked>> section, List<Tally> unlisted) {
    public Check {
        unlisted = List.copyOf(unlisted);
    }

    /** None where it was not asked. */
    public List<Checked> list() {
        return switch (section) {
            case Asked<List<Checked>>(List<Checked> list) -> list;
            case NotAsked<List<Checked>> nothing -> List.of();
        };
    }

    /** Those that are listed, and those that are counted only. */
    public List<Ruled> ruled() {
        return Stream.<Ruled>concat(list().stream(), unlisted.stream()).toList();
    }

    public boolean asked() {
        return section instanceof Asked;
    }

    /** Of its section on a page. */
    public String title() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** What its list comes to by itself; NOT_JUDGED when nothing in it was judged. */
    public Verdict verdict(FailOn failOn) {
        return verdict(ruled(), failOn);
    }

    private static Verdict verdict(List<Ruled> list, FailOn failOn) {
        if (list.stream().allMatch(ruled -> ruled.has(Verdict.NOT_JUDGED))) {
            return Verdict.NOT_JUDGED;
        }
        return switch (RunVerdict.of(false, List.of(), list, failOn)) {
            case PASS -> Verdict.PASS;
            case FAIL -> Verdict.FAIL;
            case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
        };
    }

    /** For example {@code 12 pods: 11 passed, 1 failed}. */
    public String counts() {
        List<VerdictLook> looks = Severity.looks(ruled());
        String all = looks.size() == 1 ? "1 " + unit : looks.size() + " " + name;
        return looks.isEmpty() ? "no " + name : all + ": " + Severity.counts(looks);
    }

    /** What needs attention, failures first, by why. */
    public SequencedMap<Reason, List<Checked>> attention() {
        return Severity.attention(list()).stream()
                .collect(Collectors.groupingBy(
                        checked -> checked.ruling().reason(), LinkedHashMap::new, Collectors.toList()));
    }

    /** What needs none. */
    public List<Checked> others() {
        return list().stream()
                .filter(checked -> !Severity.needsAttention(checked))
                .toList();
    }

    /** By namespace, in alphabetical order. */
    public static SortedMap<String, List<Checked>> byNamespace(List<Checked> list) {
        return list.stream().collect(Collectors.groupingBy(Checked::namespace, TreeMap::new, Collectors.toList()));
    }
}
