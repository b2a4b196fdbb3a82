package io.ambientprober.attest;

import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.verdict.RunVerdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a kept report says of its paths, held against what their packets come to now. */
public final class JudgedAgain {
    private JudgedAgain() {}

    /**
     * The report with those paths and taps that were judged now. Pods and flows cannot be judged from packets: they stay as they were
     * reported, and the verdict of the run follows from all three.
     *
     * @param kept as it was read
     * @param judged of the same plan and its captures alone
     * @throws RefusedException when a verdict of a path or of the run differs
     */
    public static Report of(Report kept, Report judged) throws RefusedException {
        if (kept.abort() != null) {
            throw new RefusedException(BundleFile.REPORT + ": its run was aborted, and judged nothing");
        }
        if (!kept.runKey().equals(judged.runKey())) {
            throw new RefusedException(BundleFile.REPORT + ": is of run " + kept.runKey() + ", and " + BundleFile.PLAN
                    + " of run " + judged.runKey());
        }
        requireSame(byId(kept), byId(judged));
        Report again = new Report(
                kept.runKey(),
                kept.failOn(),
                judged.paths(),
                kept.checks(),
                kept.coverage(),
                judged.taps(),
                kept.causes(),
                kept.environment(),
                kept.leftOut(),
                kept.provenance(),
                null);
        requireRun(kept.run(), again.run());
        return again;
    }

    private static Map<String, PathReport> byId(Report report) {
        Map<String, PathReport> paths = new LinkedHashMap<>();
        report.paths().forEach(path -> paths.put(path.id(), path));
        return paths;
    }

    private static void requireSame(Map<String, PathReport> kept, Map<String, PathReport> judged)
            throws RefusedException {
        for (PathReport path : judged.values()) {
            PathReport reported = kept.get(path.id());
            if (reported == null) {
                throw new RefusedException(BundleFile.REPORT + ": has no path " + path.id() + " (" + path.name() + ")");
            }
            requireSame(reported, path);
        }
        for (PathReport path : kept.values()) {
            if (!judged.containsKey(path.id())) {
                throw new RefusedException(BundleFile.PLAN + ": has no path " + path.id() + " (" + path.name() + ")");
            }
        }
    }

    private static void requireSame(PathReport kept, PathReport judged) throws RefusedException {
        if (!words(kept).equals(words(judged))) {
            throw new RefusedException("path " + judged.id() + " (" + judged.name() + "): " + BundleFile.REPORT
                    + " says " + words(kept) + "; judging its packets again comes to " + words(judged));
        }
    }

    private static String words(PathReport path) {
        return path.rulings()
                .map(ruling -> ruling.verdict() + " " + ruling.reason().code())
                .collect(Collectors.joining(", "));
    }

    private static void requireRun(RunVerdict kept, RunVerdict again) throws RefusedException {
        if (kept != again) {
            throw new RefusedException(BundleFile.REPORT + ": says that the run is " + kept
                    + "; its paths, pods and flows come to " + again);
        }
    }
}
