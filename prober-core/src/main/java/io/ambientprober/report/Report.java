package io.ambientprober.report;

import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one report that every format is made from.
 *
 * @param paths in the order of the plan
 * @param causes configuration that may explain a failure; never part of a verdict
 * @param environment versions and settings of what was probed, and how it was ({@link Occasion}), by name in alphabetical order
 * @param abort null when something was judged; otherwise the run is inconclusive and has no paths
 */
public record Report(
        RunVerdict run,
        String runKey,
        List<PathReport> paths,
        List<TapReport> taps,
        List<Cause> causes,
        Map<String, String> environment,
        @Nullable Abort abort) {
    public Report {
        paths = List.copyOf(paths);
        taps = List.copyOf(taps);
        causes = List.copyOf(causes);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** A report of what was judged. */
    public Report(
            RunVerdict run,
            String runKey,
            List<PathReport> paths,
            List<TapReport> taps,
            List<Cause> causes,
            Map<String, String> environment) {
        this(run, runKey, paths, taps, causes, environment, null);
    }

    /** The report of a run that ended before anything was judged. */
    public static Report aborted(Abort abort, List<Cause> causes, Map<String, String> environment) {
        return new Report(RunVerdict.INCONCLUSIVE, "", List.of(), List.of(), causes, environment, abort);
    }

    /** The same report for a run in which warnings count as failures. */
    public Report failingOnWarnings() {
        boolean warned = paths.stream().anyMatch(path -> path.verdict().has(Verdict.WARN));
        return warned ? new Report(RunVerdict.FAIL, runKey, paths, taps, causes, environment, abort) : this;
    }

    /** The same verdicts, with these findings and causes. */
    public Report with(List<PathReport> paths, List<Cause> causes) {
        return new Report(run, runKey, paths, taps, causes, environment, abort);
    }

    /** The same report, of captures that were given other names. */
    public Report withTaps(List<TapReport> renamed) {
        return new Report(run, runKey, paths, renamed, causes, environment, abort);
    }

    /** The same report, of captures with these SHA-256 sums of their files, by tap id. */
    public Report withSums(Map<String, List<String>> sums) {
        List<TapReport> summed = taps.stream()
                .map(tap -> new TapReport(
                        tap.tap(), tap.reading(), sums.getOrDefault(tap.tap().id(), List.of())))
                .toList();
        return new Report(run, runKey, paths, summed, causes, environment, abort);
    }

    /** The same report, with these added to its environment. */
    public Report withEnvironment(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new Report(run, runKey, paths, taps, causes, all, abort);
    }

    /** One path: its verdict, and what it rests on. */
    public record PathReport(PathVerdict verdict, PathEvidence evidence) {
        /** The same verdict, with more findings about its encryption. */
        public PathReport withFindings(List<String> more) {
            Ruling<EncryptionReason> encryption = verdict.encryption();
            List<String> findings = new ArrayList<>(encryption.findings());
            findings.addAll(more);
            return new PathReport(
                    new PathVerdict(
                            verdict.path(),
                            new Ruling<>(encryption.reason(), findings),
                            verdict.servicePath(),
                            verdict.policy()),
                    evidence);
        }
    }

    /**
     * A tap of the plan, and what reading it came to.
     *
     * @param reading null when the tap was never read
     * @param sha256 of each of its files, in their order, in hexadecimal digits; empty when nobody took them
     */
    public record TapReport(Tap tap, @Nullable TapReading reading, List<String> sha256) {
        public TapReport {
            sha256 = List.copyOf(sha256);
        }

        public TapReport(Tap tap, @Nullable TapReading reading) {
            this(tap, reading, List.of());
        }

        TapCheck check() {
            return new TapCheck(tap, reading);
        }
    }

    /**
     * What ended a run before anything was judged.
     *
     * @param step of the run, for example {@code agents}
     * @param reason in one line
     */
    public record Abort(String step, String reason) {}
}
