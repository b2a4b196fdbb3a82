package io.ambientprober.report.model;

import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.RunVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last line: the verdict, what it counts, and how far it reaches. */
public final class VerdictLine {
    private VerdictLine() {}

    public static String of(Report report) {
        String line = report.run() + ": " + summary(report);
        return report.abort() != null
                ? line
                : Stream.of(line, reduced(report), leftOut(report), covered(report), notAsked(report), limits(report))
                        .filter(sentence -> !sentence.isEmpty())
                        .map(sentence -> sentence.endsWith(".") ? sentence : sentence + ".")
                        .collect(Collectors.joining(" "));
    }

    /** What was counted, or why there is nothing to count; without the verdict and without a full stop. */
    public static String summary(Report report) {
        if (report.abort() != null) {
            return "nothing was judged: step '" + report.abort().step() + "' failed: "
                    + report.abort().reason();
        }
        List<String> counts = new ArrayList<>();
        if (report.checks().noCanaries() == null) {
            counts.add(paths(Severity.looks(report.allPaths())));
        }
        report.checks().asked().forEach(check -> counts.add(check.counts()));
        return String.join("; ", counts) + why(report, looks(report));
    }

    private static List<VerdictLook> looks(Report report) {
        List<Ruled> all = new ArrayList<>(report.ruled());
        all.addAll(report.unlisted().tallies());
        return Severity.looks(all);
    }

    /** How much a reduced report leaves out; empty when it is whole. */
    public static String reduced(Report report) {
        if (report.unlisted().isNothing()) {
            return "";
        }
        List<String> kinds = new ArrayList<>();
        if (report.checks().noCanaries() == null) {
            kinds.add(listed(report.paths().size(), report.allPaths(), "paths"));
        }
        report.checks().asked().forEach(check -> kinds.add(listed(check.list().size(), check.ruled(), check.name())));
        return "This is a reduced report: it lists " + String.join(", ", kinds)
                + ", and counts the others; the whole one did not fit where this one is kept";
    }

    private static String listed(int listed, List<Ruled> all, String kind) {
        return listed + " of " + all.stream().mapToInt(Ruled::rows).sum() + " " + kind;
    }

    private static String paths(List<VerdictLook> looks) {
        String paths = looks.size() == 1 ? "1 path: " : looks.size() + " paths: ";
        return looks.isEmpty() ? "no paths" : paths + Severity.counts(looks);
    }

    /** What the counts alone leave open. */
    private static String why(Report report, List<VerdictLook> looks) {
        if (report.run() == RunVerdict.INCONCLUSIVE && !looks.contains(VerdictLook.INCONCLUSIVE)) {
            return report.checks().noCanaries() == null
                    ? ". No control showed that the captures can see plaintext"
                    : ". Nothing of what was asked could be judged";
        }
        if (report.run() == RunVerdict.FAIL && !looks.contains(VerdictLook.FAIL)) {
            return ". Warnings count as failures here";
        }
        return "";
    }

    private static String leftOut(Report report) {
        return report.leftOut().isEmpty() ? "" : "Nodes left out: " + report.leftOut();
    }

    private static String covered(Report report) {
        String words = report.coverage().words();
        return words.isEmpty() ? "" : "Covered: " + words;
    }

    /** Which of the questions, each with why not; empty when all were. */
    public static String notAsked(Report report) {
        Map<String, String> missing = report.abort() == null ? notAsked(report.checks()) : Map.of();
        return missing.isEmpty()
                ? ""
                : "Not asked: "
                        + missing.entrySet().stream()
                                .map(reason -> reason.getValue() + " (" + reason.getKey() + ")")
                                .collect(Collectors.joining(", "));
    }

    /** Questions by reason: what keeps one from being asked often keeps others. */
    private static Map<String, String> notAsked(Checks checks) {
        Map<String, String> missing = new LinkedHashMap<>();
        if (checks.noCanaries() != null) {
            missing.put(checks.noCanaries(), "canaries");
        }
        checks.all().forEach(check -> {
            if (check.section() instanceof NotAsked<List<Checked>>(String reason) && !isPlain(reason)) {
                missing.merge(reason, check.name(), (before, name) -> before + " and " + name);
            }
        });
        return missing;
    }

    /** To who judges captures it needs no saying. Older reports then had no reason. */
    private static boolean isPlain(String reason) {
        return reason.isEmpty() || reason.equals(TenantRecord.CANARIES_ALONE);
    }

    /** What the verdict is about, and what it is not about. */
    public static String limits(Report report) {
        Checks checks = report.checks();
        List<String> of = new ArrayList<>();
        if (checks.noCanaries() == null) {
            of.add("this run's canaries on these paths");
        }
        if (checks.pods() instanceof Asked) {
            of.add("these pods' HBONE ports when they were asked");
        }
        if (checks.flows() instanceof Asked) {
            of.add("the connections between pods in the mesh that were counted meanwhile");
        }
        String peers = checks.pods() instanceof Asked ? " or other times." : ", other times, or who the peers are.";
        return "This verdict is about " + (of.isEmpty() ? "nothing" : String.join(", ", of)) + ", not about other pods"
                + peers;
    }
}
