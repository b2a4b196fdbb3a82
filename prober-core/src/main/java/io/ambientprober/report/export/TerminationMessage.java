package io.ambientprober.report.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.input.Printable;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
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
        ObjectNode counts = json.putObject("paths");
        for (VerdictLook look : VerdictLook.values()) {
            long count = report.paths().stream()
                    .filter(path -> Severity.of(path) == look)
                    .count();
            if (count > 0) {
                counts.put(look.name().toLowerCase(Locale.ROOT), count);
            }
        }
        failures(report, json);
        return json.toString();
    }

    private static void failures(Report report, ObjectNode json) {
        List<PathReport> failures = Severity.attention(report.paths());
        ArrayNode listed = json.putArray("attention");
        json.put("more", failures.size());
        for (PathReport path : failures) {
            listed.add(entry(path));
            if (json.toString().length() > MAX_BYTES) {
                listed.remove(listed.size() - 1);
                break;
            }
        }
        json.put("more", failures.size() - listed.size());
    }

    private static ObjectNode entry(PathReport path) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("path", ascii(path.verdict().path().name()));
        path.verdict()
                .rulings()
                .filter(ruling -> VerdictLook.of(ruling.verdict()).needsAttention())
                .forEach(ruling -> json.put(
                        ReasonText.question(ruling.reason()), ruling.reason().code()));
        return json;
    }

    /** One byte a character, so that lengths are bytes. */
    private static String ascii(String text) {
        String visible = Printable.of(text).replaceAll("[^ -~]", "?");
        return visible.length() <= MAX_TEXT ? visible : visible.substring(0, MAX_TEXT) + "...";
    }
}
