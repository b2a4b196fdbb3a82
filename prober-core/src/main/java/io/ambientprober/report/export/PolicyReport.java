package io.ambientprober.report.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.input.Printable;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.CheckedWords;
import io.ambientprober.report.model.ExplainHint;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Ruling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report as a Kubernetes object of the Policy Working Group, in the API that a cluster has. Results that need attention come first;
 * others are left out where the object would outgrow what etcd takes, but are counted in the summary.
 */
public final class PolicyReport {
    /** Half of etcd's usual limit of 1.5 MiB for a request. */
    private static final int MAX_BYTES = 768 << 10;

    private static final String SOURCE = "ambient-prober";

    /** What needs attention comes first. */
    private static final List<String> RESULTS = Stream.of(VerdictLook.values())
            .map(VerdictLook::policyResult)
            .distinct()
            .toList();

    /** The APIs that know such an object, the preferred one first. */
    public enum Api {
        OPENREPORTS("openreports.io", "v1alpha1", "Report", "reports"),
        WGPOLICY("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "policyreports");

        private final String group;
        private final String version;
        private final String kind;
        private final String plural;

        Api(String group, String version, String kind, String plural) {
            this.group = group;
            this.version = version;
            this.kind = kind;
            this.plural = plural;
        }

        public String group() {
            return group;
        }

        public String version() {
            return version;
        }

        public String kind() {
            return kind;
        }

        /** The name of the resource in a URL. */
        public String plural() {
            return plural;
        }
    }

    private record Result(VerdictLook look, ObjectNode json) {}

    private PolicyReport() {}

    /**
     * The object, without a namespace, which is the writer's choice.
     *
     * @param name of the object
     */
    public static ObjectNode of(Report report, Api api, String name) {
        List<Result> results = results(report);
        ObjectNode json =
                object().put("apiVersion", api.group() + "/" + api.version()).put("kind", api.kind());
        ObjectNode metadata = json.putObject("metadata").put("name", name);
        metadata.putObject("labels").put("app.kubernetes.io/managed-by", SOURCE);
        ObjectNode notes = metadata.putObject("annotations");
        notes.put("ambientprober.io/run", Printable.of(report.runKey()));
        notes.put("ambientprober.io/verdict", report.run().name());
        notes.put("ambientprober.io/limits", VerdictLine.limits(report));
        if (api == Api.OPENREPORTS) {
            json.put("source", SOURCE);
        }
        json.set("summary", summary(results));
        ArrayNode listed = json.putArray("results");
        int bytes = 0;
        for (Result result : results) {
            bytes += result.json().toString().length();
            if (bytes > MAX_BYTES) {
                notes.put("ambientprober.io/left-out", String.valueOf(results.size() - listed.size()));
                break;
            }
            listed.add(result.json());
        }
        return json;
    }

    private static List<Result> results(Report report) {
        Instant ended = Period.of(report).ended();
        List<Result> results = new ArrayList<>();
        Abort abort = report.abort();
        if (abort != null) {
            results.add(result("run", abort.step(), VerdictLook.of(report.run()), VerdictLine.summary(report), ended));
        } else {
            report.paths()
                    .forEach(path ->
                            path.verdict().rulings().forEach(ruling -> results.add(result(path, ruling, ended))));
            report.checks().asked().forEach(check -> results.addAll(results(check, report.failOn(), ended)));
            report.unlisted()
                    .kinds()
                    .forEach((kind, tallies) -> tallies.forEach(tally -> results.add(result(
                            kind + "-not-listed", tally.id(), Severity.of(tally), kind + ": " + tally.name(), ended))));
            results.add(result("run", "verdict", VerdictLook.of(report.run()), VerdictLine.of(report), ended));
        }
        results.sort(
                Comparator.comparingInt(result -> RESULTS.indexOf(result.look().policyResult())));
        return results;
    }

    /** One for each that needs attention, and one for all. */
    private static List<Result> results(Check check, FailOn failOn, @Nullable Instant time) {
        List<Result> results = new ArrayList<>();
        check.attention().values().forEach(list -> list.forEach(checked -> results.add(result(checked, time))));
        results.add(result(check.name(), "verdict", VerdictLook.of(check.verdict(failOn)), check.counts(), time));
        return results;
    }

    private static Result result(Checked checked, @Nullable Instant time) {
        Ruling<?> ruling = checked.ruling();
        Result result = result(ruling, time);
        switch (checked) {
            case PodVerdict pod ->
                pod(pod.pod().namespace(), pod.pod().name(), result.json().putArray("resources"));
            case FlowVerdict flow -> {
                // A workload is known by its name alone.
            }
        }
        properties(result)
                .put(check(ruling), Printable.of(checked.name()))
                .put("known", Printable.of(String.join("; ", CheckedWords.facts(checked))))
                .put("help", ExplainHint.of(ruling.reason()));
        return result;
    }

    private static Result result(PathReport path, Ruling<?> ruling, @Nullable Instant time) {
        ProbePath planned = path.verdict().path();
        Result result = result(ruling, time);
        ArrayNode pods = result.json().putArray("resources");
        pod(planned.client().namespace(), planned.client().pod(), pods);
        pod(planned.server().namespace(), planned.server().pod(), pods);
        properties(result)
                .put("path", Printable.of(planned.name() + " (" + planned.id() + ")"))
                .put("clientNode", Printable.of(planned.client().node()))
                .put("serverNode", Printable.of(planned.server().node()))
                .put("help", ExplainHint.of(ruling.reason()));
        return result;
    }

    private static Result result(Ruling<?> ruling, @Nullable Instant time) {
        String message = ReasonText.sentence(ruling.reason()) + " "
                + ruling.findings().stream().map(Printable::of).collect(Collectors.joining(" "));
        return result(check(ruling), ruling.reason().code(), VerdictLook.of(ruling.verdict()), message.strip(), time);
    }

    private static String check(Ruling<?> ruling) {
        return ReasonText.question(ruling.reason()).replace(' ', '-');
    }

    private static ObjectNode properties(Result result) {
        return Objects.requireNonNull(result.json().withObject("/properties"));
    }

    private static Result result(String policy, String rule, VerdictLook look, String message, @Nullable Instant time) {
        ObjectNode json = object().put("source", SOURCE)
                .put("policy", policy)
                .put("rule", Printable.of(rule))
                .put("category", "Encryption in transit")
                .put("severity", look.policySeverity())
                .put("result", look.policyResult())
                .put("scored", look != VerdictLook.WARN)
                .put("message", Printable.of(message));
        Instant when = Objects.requireNonNullElse(time, Instant.EPOCH);
        json.putObject("timestamp").put("seconds", when.getEpochSecond()).put("nanos", when.getNano());
        ObjectNode properties = json.putObject("properties");
        ControlIds.IDS.forEach(properties::put);
        return new Result(look, json);
    }

    private static void pod(String namespace, String name, ArrayNode pods) {
        pods.addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("namespace", Printable.of(namespace))
                .put("name", Printable.of(name));
    }

    private static ObjectNode summary(List<Result> results) {
        ObjectNode summary = object();
        for (String word : RESULTS) {
            summary.put(
                    word,
                    results.stream()
                            .filter(result -> result.look().policyResult().equals(word))
                            .count());
        }
        return summary;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
