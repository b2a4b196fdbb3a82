package io.ambientprober.report;

import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
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
 * @param environment versions and settings of what was probed, by name in alphabetical order
 */
public record Report(
        RunVerdict run,
        String runKey,
        List<PathReport> paths,
        List<TapReport> taps,
        List<Cause> causes,
        Map<String, String> environment) {
    public Report {
        paths = List.copyOf(paths);
        taps = List.copyOf(taps);
        causes = List.copyOf(causes);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** The same report for a run in which warnings count as failures. */
    public Report failingOnWarnings() {
        boolean warned = paths.stream().anyMatch(path -> path.verdict().has(Verdict.WARN));
        return warned ? new Report(RunVerdict.FAIL, runKey, paths, taps, causes, environment) : this;
    }

    /** One path: its verdict, and what it rests on. */
    public record PathReport(PathVerdict verdict, PathEvidence evidence) {}

    /**
     * A tap of the plan, and what reading it came to.
     *
     * @param reading null when the tap was never read
     */
    public record TapReport(Tap tap, @Nullable TapReading reading) {
        TapCheck check() {
            return new TapCheck(tap, reading);
        }
    }

    /**
     * Configuration that may explain a failure, and what to do about it.
     *
     * @param readFrom where it was read, for example {@code ConfigMap kube-system/cilium-config}
     * @param explains codes of the reasons that it may explain
     * @param link where it is documented; empty when nowhere
     */
    public record Cause(String id, String summary, String remedy, String readFrom, List<String> explains, String link) {
        public Cause {
            explains = List.copyOf(explains);
        }

        public boolean mayExplain(Reason reason) {
            return explains.contains(reason.code());
        }
    }
}
