package io.ambientprober.report.model;

import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.Ruling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Of how much a report speaks. Of what is not covered it names at most {@value #MAX_NAMED}.
 *
 * @param pods in the mesh that were judged
 * @param pairs of workloads that sent something while it was counted, of which that was judged
 */
public record CoverageReport(
        Section<Share> nodes, Section<Share> namespaces, Section<Share> pods, Section<Share> pairs) {
    /** Contract, section 3d. */
    static final int MAX_NAMED = 100;

    /** Nobody knows what there is. */
    static CoverageReport unknown(String reason) {
        return new CoverageReport(
                new NotAsked<>(reason), new NotAsked<>(reason), new NotAsked<>(reason), new NotAsked<>(reason));
    }

    static CoverageReport of(TenantRecord tenants, Checks checks) {
        int enrolled = tenants.enrolled() == null ? 0 : tenants.enrolled();
        return new CoverageReport(
                counted(tenants.nodes()),
                counted(tenants.namespaces()),
                checks.pods().map(pods -> judged(pods, Math.max(enrolled, pods.size()))),
                checks.flows().map(flows -> judged(flows.list(), flows.list().size())));
    }

    /** By kind, in the order of the contract. */
    public SequencedMap<String, Section<Share>> kinds() {
        SequencedMap<String, Section<Share>> kinds = new LinkedHashMap<>();
        kinds.put("nodes", nodes);
        kinds.put("namespaces", namespaces);
        kinds.put("pods", pods);
        kinds.put("pairs", pairs);
        return kinds;
    }

    /** Those that somebody counted. */
    public SequencedMap<String, Share> known() {
        SequencedMap<String, Share> known = new LinkedHashMap<>();
        kinds().forEach((kind, section) -> {
            if (section instanceof Asked<Share>(Share share)) {
                known.put(kind, share);
            }
        });
        return known;
    }

    /** For example {@code 2 of 2 nodes, 11 of 12 pods}; empty where nobody counted anything. */
    public String words() {
        return known().entrySet().stream().map(CoverageReport::words).collect(Collectors.joining(", "));
    }

    private static String words(Map.Entry<String, Share> kind) {
        return kind.getValue().covered() + " of " + kind.getValue().of() + " " + kind.getKey();
    }

    private static Section<Share> counted(Share share) {
        return share.of() == 0
                ? new NotAsked<>("nobody counted them")
                : new Asked<>(new Share(share.covered(), share.of(), named(share.not())));
    }

    private static Share judged(List<? extends Checked> list, int of) {
        List<Gap> open = list.stream()
                .filter(checked -> !checked.isSettled())
                .map(checked -> new Gap(checked.name(), why(checked)))
                .toList();
        return new Share(list.size() - open.size(), of, named(open));
    }

    private static String why(Checked checked) {
        Ruling<?> ruling = checked.ruling();
        return ruling.findings().isEmpty()
                ? ReasonText.sentence(ruling.reason())
                : ruling.findings().getFirst();
    }

    private static List<Gap> named(List<Gap> gaps) {
        return gaps.stream().limit(MAX_NAMED).toList();
    }
}
