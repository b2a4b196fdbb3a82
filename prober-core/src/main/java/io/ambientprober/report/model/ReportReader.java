package io.ambientprober.report.model;

import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.evidence.json.PathEvidenceJson;
import io.ambientprober.evidence.json.ReadingJson;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonRows;
import io.ambientprober.plan.JsonRows.Row;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.ServicePathReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other half of {@link ReportJson}. Fields that it does not name are ignored. */
public final class ReportReader {
    private static final int OLDEST = 1;

    /** The lists that grow with the cluster. */
    private static final Map<String, Row> SKIPPED = Map.of(
            "/paths",
            Row.SKIPPED,
            ChecksJson.PODS,
            Row.SKIPPED,
            ChecksJson.FLOWS,
            Row.SKIPPED,
            ChecksJson.OUTSIDE,
            Row.SKIPPED);

    private ReportReader() {}

    /**
     * Reads a whole report, or says why not.
     *
     * @param failOn what is to fail the run; null for what the report says
     * @throws PlanFormatException when the file cannot be read, is not a report, or its verdicts contradict each other
     */
    public static Report read(Path file, @Nullable FailOn failOn) throws PlanFormatException {
        JsonRows rows = JsonRows.of(file);
        return report(rows, rows.read(SKIPPED), failOn);
    }

    private static long version(JsonField field) throws PlanFormatException {
        long version = field.whole(0, Long.MAX_VALUE);
        if (version < OLDEST || version > ReportJson.VERSION) {
            throw field.isNot("a version that this prober reads, which are " + OLDEST + " to " + ReportJson.VERSION);
        }
        return version;
    }

    /** @param root without its rows, which are read when it is known what they refer to */
    private static Report report(JsonRows rows, JsonField root, @Nullable FailOn asked) throws PlanFormatException {
        long version = version(root.get("version"));
        List<TapReport> taps = taps(root.get("taps"));
        root.get("paths").fields();
        Map<String, TapCheck> tapChecks = new HashMap<>();
        taps.forEach(tap -> tapChecks.put(tap.tap().id(), tap.check()));
        boolean reduced = root.find("reduced") != null;
        List<PathReport> paths = new ArrayList<>();
        CheckedRows checkedRows = new CheckedRows();
        Map<String, Row> readings = new HashMap<>(version == 1 ? SKIPPED : checkedRows.readings());
        readings.put("/paths", (id, path) -> paths.add(path(id, path, tapChecks, reduced)));
        rows.read(readings);
        JsonField aborted = root.find("aborted");
        Abort abort = aborted == null ? null : aborted.orNull(ReportReader::abort);
        Checks checks = ChecksJson.read(root, version, checkedRows);
        FailOn failOn = judgedBy(root, abort, paths, checks);
        Map<String, String> surroundings = texts(root.get("environment"));
        Provenance provenance = Surroundings.reread(surroundings);
        String leftOut = Surroundings.leftOut(surroundings);
        return new Report(
                root.get("runKey").text(),
                asked == null ? failOn : asked,
                paths,
                checks,
                CoverageJson.read(root, version),
                taps,
                root.get("causes").list(ReportReader::cause),
                surroundings,
                leftOut,
                provenance,
                abort);
    }

    /** A verdict of the run that its parts do not bear out would be passed on by every format. */
    private static FailOn judgedBy(JsonField root, @Nullable Abort abort, List<PathReport> paths, Checks checks)
            throws PlanFormatException {
        JsonField field = root.get("run");
        RunVerdict run = RulingJson.oneOf(RunVerdict.values(), field);
        FailOn failOn = failOn(root.find("failOn"), run, paths, checks);
        if (abort != null && run != RunVerdict.INCONCLUSIVE) {
            throw field.isNot(RunVerdict.INCONCLUSIVE + ", as the run was aborted");
        }
        RunVerdict judged = Report.run(paths, checks, failOn);
        if (run != judged) {
            throw field.isNot("what the verdicts of the report come to, which is " + judged);
        }
        ChecksJson.hold(checks, failOn, root);
        return failOn;
    }

    /** Reports used not to say it; of those, one that failed has failed on its warnings if on nothing else. */
    private static FailOn failOn(@Nullable JsonField field, RunVerdict run, List<PathReport> paths, Checks checks)
            throws PlanFormatException {
        if (field != null) {
            return RulingJson.oneOf(
                    FailOn.values(), field, value -> value.name().toLowerCase(Locale.ROOT));
        }
        return run == RunVerdict.FAIL && Report.run(paths, checks, FailOn.FAIL) != run ? FailOn.WARN : FailOn.FAIL;
    }

    private static PathReport path(String id, JsonField field, Map<String, TapCheck> taps, boolean reduced)
            throws PlanFormatException {
        JsonField evidence = field.get("evidence");
        ProbePath path = PlanFile.path(evidence.get("plan"));
        if (!path.id().equals(id)) {
            throw evidence.get("plan").get("id").isNot("the id of the path that it stands in");
        }
        JsonField policy = field.find("policy");
        PathVerdict verdict = new PathVerdict(
                path,
                RulingJson.read(EncryptionReason.values(), field.get("encryption")),
                RulingJson.read(ServicePathReason.values(), field.get("servicePath")),
                policy == null ? null : RulingJson.read(PolicyReason.values(), policy));
        return new PathReport(
                verdict,
                reduced && evidence.find("direct") == null
                        ? null
                        : PathEvidenceJson.read(OlderReports.completeEvidence(evidence), id, taps));
    }

    private static List<TapReport> taps(JsonField field) throws PlanFormatException {
        Map<String, String> seen = new HashMap<>();
        return field.list(tap -> tap(tap, seen));
    }

    private static TapReport tap(JsonField field, Map<String, String> seen) throws PlanFormatException {
        Tap tap = PlanFile.tap(field, seen);
        JsonField sha256 = field.find("sha256");
        TapReading reading =
                field.get("reading").orNull(value -> ReadingJson.read(tap.id(), OlderReports.completeReading(value)));
        return new TapReport(tap, reading, sums(sha256));
    }

    private static List<String> sums(@Nullable JsonField field) throws PlanFormatException {
        if (field == null || field.node().isNull()) {
            return List.of();
        }
        return field.node().isArray() ? field.list(JsonField::text) : List.of(field.text());
    }

    private static Cause cause(JsonField field) throws PlanFormatException {
        return new Cause(
                field.get("id").text(),
                field.get("summary").text(),
                field.get("remedy").text(),
                textOrEmpty(field.find("readFrom")),
                list(field.find("explains")),
                textOrEmpty(field.find("link")),
                list(field.find("nodes")),
                list(field.find("namespaces")));
    }

    private static List<String> list(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? List.of() : field.list(JsonField::text);
    }

    private static String textOrEmpty(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? "" : field.text();
    }

    private static Map<String, String> texts(JsonField field) throws PlanFormatException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonField> entry : field.fields().entrySet()) {
            texts.put(entry.getKey(), entry.getValue().text());
        }
        return texts;
    }

    private static Abort abort(JsonField field) throws PlanFormatException {
        return new Abort(field.get("step").text(), field.get("reason").text());
    }
}
