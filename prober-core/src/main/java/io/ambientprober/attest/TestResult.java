package io.ambientprober.attest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.canary.RunKey;
import io.ambientprober.plan.JsonList;
import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.statement.Environment;
import io.ambientprober.verdict.FailOn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report as a test result (in-toto/attestation, spec/predicates/test-result.md). A test is a question about a path, or all pods, or all
 * flows. There is no word for what was not proved: it stands among what failed, and {@link #RUN} has the verdict by its name.
 */
final class TestResult {
    /** What the run was and came to, in a field of our own, named by a URI as in-toto wants it. */
    static final String RUN = "https://ambientprober.io/attestation/run/v1";

    private static final String DIGEST = "@sha256:";

    private final Report report;
    private final RunStatement statement;
    private final List<String> passed = new ArrayList<>();
    private final List<String> warned = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    TestResult(Report report, RunStatement statement) {
        this.report = report;
        this.statement = statement;
        report.paths()
                .forEach(path -> path.rulings()
                        .forEach(ruling -> add(
                                ReasonText.question(ruling.reason()) + "/" + path.name() + " (" + path.id() + ")",
                                VerdictLook.of(ruling.verdict()))));
        report.checks()
                .asked()
                .forEach(check -> add(check.name(), Severity.worst(Severity.looks(check.ruled()).stream())));
    }

    private void add(String test, VerdictLook look) {
        switch (look) {
            case PASS, EXPECTED -> passed.add(test);
            case WARN -> (report.failOn() == FailOn.WARN ? failed : warned).add(test);
            case FAIL, INCONCLUSIVE -> failed.add(test);
            case NOT_JUDGED -> {
                // No test.
            }
        }
    }

    ObjectNode json() {
        ObjectNode json = object().put("result", result());
        json.set("configuration", configuration());
        json.set("passedTests", JsonList.texts(passed));
        json.set("warnedTests", JsonList.texts(warned));
        json.set("failedTests", JsonList.texts(failed));
        json.set(RUN, run());
        return json;
    }

    private String result() {
        return switch (report.run()) {
            case PASS -> warned.isEmpty() ? "PASSED" : "WARNED";
            case FAIL, INCONCLUSIVE -> "FAILED";
        };
    }

    /** A resource needs a digest or a URI; without an image there is neither. */
    private ArrayNode configuration() {
        ArrayNode configuration = JsonNodeFactory.instance.arrayNode();
        statement.files().stream()
                .filter(file -> file.name().equals(BundleFile.PLAN))
                .forEach(plan -> configuration
                        .addObject()
                        .put("name", plan.name())
                        .putObject("digest")
                        .put("sha256", plan.sha256()));
        String image = report.environment().get(Environment.IMAGE);
        if (image != null) {
            ObjectNode json = configuration.addObject().put("name", "image").put("uri", image);
            int digest = image.lastIndexOf(DIGEST);
            if (digest >= 0) {
                json.putObject("digest").put("sha256", image.substring(digest + DIGEST.length()));
            }
        }
        return configuration;
    }

    private ObjectNode run() {
        Period period = Period.of(report);
        ObjectNode json = object().put("id", RunKey.publicId(report.runKey()))
                .put("verdict", report.run().name())
                .put("failOn", report.failOn().name().toLowerCase(Locale.ROOT))
                .put("startedAt", text(period.started()))
                .put("endedAt", text(period.ended()))
                .put("cluster", report.environment().get(Environment.CLUSTER));
        json.putObject("prober").put("version", statement.version());
        json.set("vxlanPorts", JsonList.of(statement.vxlanPorts(), JsonNodeFactory.instance::numberNode));
        json.put("canariesAsked", report.checks().noCanaries() == null);
        report.checks().all().forEach(check -> json.set(check.name(), check(check)));
        ObjectNode coverage = json.putObject("coverage");
        report.coverage()
                .known()
                .forEach((kind, share) ->
                        coverage.putObject(kind).put("covered", share.covered()).put("of", share.of()));
        return json;
    }

    /** Packets do not show these again: what they came to stands in the report, whose sum is signed, and here in brief. */
    private ObjectNode check(Check check) {
        ObjectNode json = object().put("asked", check.asked());
        if (check.asked()) {
            json.put("verdict", check.verdict(report.failOn()).name()).put("counts", check.counts());
        }
        return json;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
