package io.ambientprober.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.model.Explanations;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every metric, label and value that rules and dashboard name is one that the prober writes. */
class AlertMetricsTest {
    private static final Path DOCUMENTED = Path.of("..", "docs", "reports.md");
    private static final Pattern SERIES = Pattern.compile("\\b(prober_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without) ?\\(([^)]*)\\)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?(\\w+) ?}}");

    /** Labels of each metric that some report has. */
    private static Map<String, Set<String>> written() {
        Map<String, Set<String>> written = new TreeMap<>();
        Stream.of(
                        SampleReports.passing(),
                        SampleReports.masked(),
                        SampleReports.inconclusive(),
                        TenantSamples.lostRedirection())
                .flatMap(AlertMetricsTest::series)
                .forEach(series -> written.computeIfAbsent(series.group(1), name -> new TreeSet<>())
                        .addAll(labels(series.group(2)).keySet()));
        return written;
    }

    private static Stream<MatchResult> series(Report report) {
        return PrometheusReport.of(report)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> SERIES.matcher(line).results().limit(1));
    }

    private static Map<String, String> labels(String matchers) {
        return matchers == null
                ? Map.of()
                : MATCHER.matcher(matchers)
                        .results()
                        .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    /** Whatever holds an expression, beside what shows the labels of its result. */
    private static Stream<List<String>> expressions() throws IOException {
        Stream<JsonNode> rules = AlertRules.groups().findParents("expr").stream();
        Stream<JsonNode> targets = AlertRules.dashboard().findParents("expr").stream();
        return Stream.concat(
                rules.map(rule -> List.of(
                        rule.path("expr").asText(),
                        rule.path("annotations").toString().replace("\\\"", "\""))),
                targets.map(target -> List.of(
                        target.path("expr").asText(),
                        target.path("legendFormat").asText())));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void whatIsNamedIsWritten(List<String> texts) {
        Map<String, Set<String>> written = written();
        Set<String> shown = new HashSet<>();
        for (String text : texts) {
            for (MatchResult series : SERIES.matcher(text).results().toList()) {
                assertThat(written).containsKey(series.group(1));
                Set<String> known = Objects.requireNonNull(written.get(series.group(1)));
                shown.addAll(known);
                labels(series.group(2)).forEach((label, value) -> {
                    assertThat(known).as(series.group()).contains(label);
                    assertThat(values(label)).as(series.group()).contains(value.split("\\|"));
                });
            }
        }
        for (String text : texts) {
            for (Pattern names : List.of(GROUPING, TEMPLATE)) {
                names.matcher(text)
                        .results()
                        .forEach(match -> assertThat(shown)
                                .as(match.group())
                                .contains(match.group(1).split(", ?")));
            }
        }
    }

    /** All that a label can be. */
    private static Set<String> values(String label) {
        return switch (label) {
            case "verdict" ->
                Stream.concat(Arrays.stream(Verdict.values()), Arrays.stream(RunVerdict.values()))
                        .map(verdict -> verdict.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
            case "reason" -> Set.copyOf(Explanations.packed().reasons());
            case "kind" ->
                TenantSamples.lostRedirection().coverage().known().keySet().stream()
                        .collect(Collectors.toSet());
            default -> throw new AssertionError("no values are known of " + label);
        };
    }

    @Test
    void thereAreExpressions() throws IOException {
        assertThat(expressions()).hasSizeGreaterThan(12);
        assertThat(AlertRules.groups().findParents("alert"))
                .allSatisfy(rule -> assertThat(rule.path("annotations").fieldNames())
                        .toIterable()
                        .containsExactlyInAnyOrder("summary", "description", "runbook"));
    }

    @Test
    void whatIsWrittenIsDocumented() throws IOException {
        assertThat(Files.readString(DOCUMENTED)).contains(written().keySet());
    }
}
