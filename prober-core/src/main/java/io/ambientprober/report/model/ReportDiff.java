package io.ambientprober.report.model;

import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.ServicePathReason;
import io.ambientprober.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one report to a later one, question by question of every path, pod and flow. They are the same when their names are;
 * of pods, which have other names tomorrow, when their workloads are. What a reduced report does not list is not compared, which is coverage
 * lost.
 */
public record ReportDiff(List<Change> changes) {
    /** How a question stands now against before. */
    public enum Kind {
        NEW_FAILURE("new failures", VerdictLook.FAIL),
        STILL_FAILING("still failing", VerdictLook.FAIL),
        /** Judged before, and now inconclusive, not judged, declared to be in the clear, or gone. */
        COVERAGE_LOST("coverage lost", VerdictLook.INCONCLUSIVE),
        NEW_WARNING("new warnings", VerdictLook.WARN),
        FIXED("fixed", VerdictLook.PASS);

        private final String heading;
        private final VerdictLook look;

        Kind(String heading, VerdictLook look) {
            this.heading = heading;
            this.look = look;
        }

        public String heading() {
            return heading;
        }

        public VerdictLook look() {
            return look;
        }
    }

    /**
     * One question of one path, pod or flow, or of the coverage.
     *
     * @param before in words, for example {@code PASS hbone}
     */
    public record Change(Kind kind, String what, String question, String before, String after) {}

    public ReportDiff {
        changes = List.copyOf(changes);
    }

    public static ReportDiff between(Report before, Report after) {
        Map<Question, Ruling<?>> old = rulings(before);
        Map<Question, Ruling<?>> current = rulings(after);
        Set<Question> all = new LinkedHashSet<>(current.keySet());
        all.addAll(old.keySet());
        List<Change> changes = new ArrayList<>();
        if (before.run() != RunVerdict.INCONCLUSIVE && after.run() == RunVerdict.INCONCLUSIVE) {
            changes.add(new Change(
                    Kind.COVERAGE_LOST,
                    "the run",
                    "verdict",
                    before.run().name(),
                    after.run() + ": " + VerdictLine.summary(after)));
        }
        changes.addAll(CoverageDiff.between(before, after));
        if (!before.unlisted().isNothing() || !after.unlisted().isNothing()) {
            changes.add(new Change(
                    Kind.COVERAGE_LOST, "what is counted and not listed", "compared", listed(before), listed(after)));
        }
        for (Question question : all) {
            if (!current.containsKey(question) && !after.unlisted().isNothing()) {
                continue;
            }
            Kind kind = kind(old.get(question), current.get(question));
            if (kind != null) {
                changes.add(new Change(
                        kind,
                        question.what(),
                        question.name(),
                        words(old.get(question)),
                        words(current.get(question))));
            }
        }
        return new ReportDiff(changes);
    }

    private static String listed(Report report) {
        String reduced = VerdictLine.reduced(report);
        return reduced.isEmpty() ? "all is listed" : "not compared. " + reduced;
    }

    public boolean has(Kind kind) {
        return changes.stream().anyMatch(change -> change.kind() == kind);
    }

    private record Question(String what, String name) {}

    /** Where several paths have one name, their ids keep them apart; of the pods of a workload the worst speaks. */
    private static Map<Question, Ruling<?>> rulings(Report report) {
        Map<Question, Ruling<?>> rulings = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (PathReport path : report.paths()) {
            String unique = names.add(path.name()) ? path.name() : path.name() + " (" + path.id() + ")";
            path.rulings()
                    .forEach(ruling -> rulings.put(new Question(unique, ReasonText.question(ruling.reason())), ruling));
        }
        for (Checked checked : Severity.sorted(report.checks().beyondCanaries())) {
            Ruling<?> ruling = checked.ruling();
            rulings.putIfAbsent(new Question(checked.lastingName(), ReasonText.question(ruling.reason())), ruling);
        }
        return rulings;
    }

    private static Verdict verdict(@Nullable Ruling<?> ruling) {
        return ruling == null ? Verdict.NOT_JUDGED : ruling.verdict();
    }

    /** Workloads come and go, and do not always send: of those that are gone only what failed is missed. */
    private static @Nullable Kind kind(@Nullable Ruling<?> before, @Nullable Ruling<?> after) {
        if (after == null && before != null && beyondCanaries(before) && before.verdict() != Verdict.FAIL) {
            return null;
        }
        return kind(verdict(before), verdict(after));
    }

    private static boolean beyondCanaries(Ruling<?> ruling) {
        return switch (ruling.reason()) {
            case PodReason _, FlowReason _ -> true;
            case EncryptionReason _, ServicePathReason _, PolicyReason _ -> false;
        };
    }

    private static @Nullable Kind kind(Verdict before, Verdict after) {
        return switch (after) {
            case FAIL -> before == Verdict.FAIL ? Kind.STILL_FAILING : Kind.NEW_FAILURE;
            case WARN -> before == Verdict.WARN ? null : Kind.NEW_WARNING;
            case PASS -> before == Verdict.FAIL ? Kind.FIXED : null;
            case EXPECTED -> before != Verdict.EXPECTED && wasJudged(before) ? Kind.COVERAGE_LOST : null;
            case INCONCLUSIVE, NOT_JUDGED -> wasJudged(before) ? Kind.COVERAGE_LOST : null;
        };
    }

    private static boolean wasJudged(Verdict before) {
        return switch (before) {
            case PASS, EXPECTED, FAIL, WARN -> true;
            case INCONCLUSIVE, NOT_JUDGED -> false;
        };
    }

    private static String words(@Nullable Ruling<?> ruling) {
        return ruling == null
                ? "not there"
                : ruling.verdict() + " " + ruling.reason().code();
    }
}
