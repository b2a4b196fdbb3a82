package io.ambientprober.report.model;

import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.plan.Tap;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.RunVerdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one report that every format is made from.
 *
 * @param failOn what failed this run
 * @param paths in the order of the plan
 * @param checks what was asked beside them
 * @param causes configuration that may explain a failure; never part of a verdict
 * @param environment versions and settings of what was probed, by name in alphabetical order
 * @param leftOut in words, which nodes are none of the run and why; empty when none
 * @param abort null when something was judged; otherwise the run is inconclusive and has no paths
 */
public record Report(
        String runKey,
        FailOn failOn,
        List<PathReport> paths,
        Checks checks,
        CoverageReport coverage,
        List<TapReport> taps,
        List<Cause> causes,
        Map<String, String> environment,
        String leftOut,
        Provenance provenance,
        @Nullable Abort abort) {
    private static final String NEVER_BEGAN = "the run ended before";

    public Report {
        paths = List.copyOf(paths);
        taps = List.copyOf(taps);
        causes = List.copyOf(causes);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** Of paths alone. */
    public Report(
            String runKey,
            FailOn failOn,
            List<PathReport> paths,
            List<TapReport> taps,
            List<Cause> causes,
            Map<String, String> environment,
            String leftOut,
            Provenance provenance,
            @Nullable Abort abort) {
        this(
                runKey,
                failOn,
                paths,
                Checks.canaries(TenantRecord.CANARIES_ALONE),
                CoverageReport.unknown(TenantRecord.CANARIES_ALONE),
                taps,
                causes,
                environment,
                leftOut,
                provenance,
                abort);
    }

    /**
     * The report of a run that ended before anything was judged.
     *
     * @param causes configuration that was read until then, and may be why
     */
    public static Report aborted(
            Abort abort, List<Cause> causes, Map<String, String> environment, Provenance provenance) {
        return new Report(
                "",
                FailOn.FAIL,
                List.of(),
                Checks.canaries(NEVER_BEGAN),
                CoverageReport.unknown(NEVER_BEGAN),
                List.of(),
                causes,
                environment,
                "",
                provenance,
                abort);
    }

    /** What all verdicts come to. */
    public RunVerdict run() {
        return abort == null ? run(paths, checks, failOn) : RunVerdict.INCONCLUSIVE;
    }

    static RunVerdict run(List<PathReport> paths, Checks checks, FailOn failOn) {
        return RunVerdict.of(
                checks.noCanaries() == null,
                paths.stream().map(PathReport::verdict).toList(),
                Stream.<Ruled>concat(checks.beyondCanaries().stream(), checks.unlisted().tallies().stream())
                        .toList(),
                failOn);
    }

    /** What it counts and does not list. */
    public Unlisted unlisted() {
        return checks.unlisted();
    }

    /** Paths, those that are counted only as well. */
    public List<Ruled> allPaths() {
        return Stream.<Ruled>concat(paths.stream(), unlisted().paths().stream()).toList();
    }

    /** Paths, pods and flows, as far as they are listed. */
    public List<Ruled> ruled() {
        return Stream.<Ruled>concat(paths.stream(), checks.beyondCanaries().stream())
                .toList();
    }

    /**
     * One path: its verdict, and what it rests on.
     *
     * @param evidence null in a reduced report, which keeps none
     */
    public record PathReport(PathVerdict verdict, @Nullable PathEvidence evidence) implements Ruled {
        @Override
        public String id() {
            return verdict.id();
        }

        @Override
        public String name() {
            return verdict.name();
        }

        @Override
        public Stream<Ruling<?>> rulings() {
            return verdict.rulings();
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

        public TapCheck check() {
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
