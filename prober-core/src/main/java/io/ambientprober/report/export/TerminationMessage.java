package io.ambientprober.report.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.input.Printable;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.Ruled;
import java.util.List;
import java.util.Locale;

/** A report in the few bytes that Kubernetes keeps of a container that ended: the verdict, and as many failures as fit. */
public final class TerminationMessage {
    /** Of Kubernetes (Pod API, terminationMessagePath). */
    public static final int MAX_BYTES = 4096;

    private static final int MAX_TEXT = 200;

    private TerminationMessage() {}

    public static String of(Report report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("version", ReportJson.VERSION)
                .put("run", report.run().name())
                .put("runKey", ascii(report.runKey()));
        if (report.abort() != null) {
            json.put("step", ascii(report.abort().step()))
                    .put("reason", ascii(report.abort().reason()));
            return json.toString();
        }
        counts("paths", report.allPaths(), json);
        report.checks().asked().forEach(check -> counts(check.name(), check.ruled(), json));
        if (!report.coverage().known().isEmpty()) {
            ObjectNode coverage = json.putObject("coverage");
            report.coverage().known().forEach((kind, share) -> coverage.put(kind, share.covered() + "/" + share.of()));
        }
        failures(report, json);
        return json.toString();
    }

    private static void counts(String name, List<? extends Ruled> ruled, ObjectNode json) {
        ObjectNode counts = json.putObject(name);
        List<VerdictLook> looks = Severity.looks(ruled);
        for (VerdictLook look : VerdictLook.values()) {
            long count = looks.stream().filter(look::equals).count();
            if (count > 0) {
                counts.put(look.name().toLowerCase(Locale.ROOT), count);
            }
        }
    }

    private static void failures(Report report, ObjectNode json) {
        List<Ruled> failures = Severity.attention(report.ruled());
        ArrayNode listed = json.putArray("attention");
        int unlisted = report.unlisted().tallies().stream()
                .filter(Severity::needsAttention)
                .mapToInt(Ruled::rows)
                .sum();
        json.put("more", failures.size() + unlisted);
        int bytes = json.toString().length();
        for (Ruled ruled : failures) {
            ObjectNode entry = entry(ruled);
            bytes += entry.toString().length() + 1;
            if (bytes > MAX_BYTES) {
                break;
            }
            listed.add(entry);
        }
        json.put("more", failures.size() + unlisted - listed.size());
    }

    private static ObjectNode entry(Ruled ruled) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(kind(ruled), ascii(ruled.name()));
        ruled.rulings()
                .filter(ruling -> VerdictLook.of(ruling.verdict()).needsAttention())
                .forEach(ruling -> json.put(
                        ruled instanceof Checked ? "reason" : ReasonText.question(ruling.reason()),
                        ruling.reason().code()));
        return json;
    }

    private static String kind(Ruled ruled) {
        return ruled instanceof Checked checked
                ? ReasonText.question(checked.ruling().reason())
                : "path";
    }

    /** One byte a character, so that lengths are bytes. */
    private static String ascii(String text) {
        String visible = Printable.of(text).replaceAll("[^ -~]", "?");
        return visible.length() <= MAX_TEXT ? visible : visible.substring(0, MAX_TEXT) + "...";
    }
}
