package io.ambientprober.report.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.json.PathEvidenceJson;
import io.ambientprober.evidence.json.ReadingJson;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for programs. Pure ASCII, so that neither a locale nor a hostile name can spoil it on any terminal. */
public final class ReportJson {
    /** Of the format, not of the prober. */
    public static final int VERSION = 2;

    /** Of paths, pods and flows together; with more of them each is a line. */
    private static final int MANY = 2000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build())
            .build();

    private ReportJson() {}

    public static String of(Report report) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try {
            write(report, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString(StandardCharsets.US_ASCII);
    }

    /** Any other JSON, in the same form. */
    public static String text(JsonNode json) {
        try {
            return MAPPER.writer(new DefaultPrettyPrinter()).writeValueAsString(json) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it row by row; of a large cluster it may be a hundred megabytes. */
    public static void write(Report report, OutputStream to) throws IOException {
        DefaultPrettyPrinter layout = report.ruled().size() > MANY ? RowPerLine.printer() : new DefaultPrettyPrinter();
        MAPPER.writer(layout).writeValue(to, json(report));
        to.write('\n');
    }

    private static ObjectNode json(Report report) {
        ObjectNode json =
                object().put("version", VERSION).put("run", report.run().name()).put("runKey", report.runKey());
        if (report.failOn() != FailOn.FAIL) {
            json.put("failOn", report.failOn().name().toLowerCase(Locale.ROOT));
        }
        if (!report.unlisted().isNothing()) {
            json.set("reduced", UnlistedJson.of(report.unlisted()));
        }
        json.set("paths", RowsJson.fields(report.paths(), PathReport::id, ReportJson::path));
        ChecksJson.put(report.checks(), report.failOn(), json);
        json.set("coverage", CoverageJson.of(report.coverage()));
        ArrayNode taps = json.putArray("taps");
        report.taps().forEach(tap -> taps.add(tap(tap)));
        ArrayNode causes = json.putArray("causes");
        report.causes().forEach(cause -> causes.add(cause(cause)));
        ObjectNode environment = json.putObject("environment");
        Surroundings.of(report).forEach(environment::put);
        if (report.abort() != null) {
            json.putObject("aborted")
                    .put("step", report.abort().step())
                    .put("reason", report.abort().reason());
        }
        return json;
    }

    private static ObjectNode path(PathReport report) {
        PathVerdict verdict = report.verdict();
        ObjectNode json = object().put("name", verdict.path().name());
        json.set("encryption", RulingJson.of(verdict.encryption()));
        json.set("servicePath", RulingJson.of(verdict.servicePath()));
        if (verdict.policy() != null) {
            json.set("policy", RulingJson.of(verdict.policy()));
        }
        json.set(
                "evidence",
                report.evidence() == null
                        ? object().set("plan", PlanFile.json(verdict.path()))
                        : PathEvidenceJson.of(verdict.path(), report.evidence()));
        return json;
    }

    private static ObjectNode tap(TapReport report) {
        Tap tap = report.tap();
        ObjectNode json = PlanFile.json(tap);
        json.set("sha256", sums(report.sha256()));
        json.set("reading", report.reading() == null ? null : ReadingJson.of(report.reading()));
        return json;
    }

    /** As with the names of files: one stands alone. */
    private static @Nullable JsonNode sums(List<String> sums) {
        return switch (sums.size()) {
            case 0 -> null;
            case 1 -> JsonNodeFactory.instance.textNode(sums.getFirst());
            default -> JsonList.texts(sums);
        };
    }

    private static ObjectNode cause(Cause cause) {
        ObjectNode json = object().put("id", cause.id())
                .put("summary", cause.summary())
                .put("remedy", cause.remedy())
                .put("readFrom", cause.readFrom());
        json.set("explains", JsonList.texts(cause.explains()));
        json.put("link", cause.link());
        json.set("nodes", JsonList.texts(cause.nodes()));
        json.set("namespaces", JsonList.texts(cause.namespaces()));
        return json;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
