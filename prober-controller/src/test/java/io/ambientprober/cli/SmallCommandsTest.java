package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Explanations;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallCommandsTest {
    private static final Analyzer NEVER = (plan, ports) -> {
        throw new IOException("not asked for");
    };
    private static final Map<String, Report> REPORTS = Map.of(
            "passing", SampleReports.passing(),
            "masked", SampleReports.masked(),
            "inconclusive", SampleReports.inconclusive());

    @TempDir
    private Path folder;

    private final ProberProcess prober = new ProberProcess();

    @ParameterizedTest
    @CsvSource({"passing, masked, 1", "masked, masked, 0", "passing, inconclusive, 2", "inconclusive, passing, 0"})
    void diffTellsByItsExitCodeWhetherThereAreNewFailures(String before, String after, int exitCode)
            throws IOException {
        assertThat(prober.run(NEVER, "diff", file(before), file(after))).isEqualTo(exitCode);
        assertThat(prober.out()).contains(" new failures, ");
        assertThat(prober.err()).contains("verdicts were read, not judged again");
    }

    /** Anyone who can write a report can write any verdict into it that its paths bear out. */
    @Test
    void aReportThatIsReadSaysThatItWasNotJudged() throws IOException {
        Path html = folder.resolve("r.html");
        Path json = folder.resolve("r.json");

        prober.run(NEVER, "report", "--from", file("passing"), "--report", "html=" + html + ",json=" + json);

        assertThat(prober.err()).contains("verdicts were read, not judged again");
        assertThat(html).content().contains("and not judged again");
        assertThat(json).content().contains("and not judged again");
    }

    private String file(String name) throws IOException {
        return Files.writeString(folder.resolve(name + ".json"), SampleReports.json(REPORTS.get(name)))
                .toString();
    }

    static Stream<Reason> reasons() {
        return Stream.of(Reason.class.getPermittedSubclasses())
                .flatMap(table -> Stream.of(table.getEnumConstants()))
                .map(Reason.class::cast);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void explainKnowsEveryReason(Reason reason) {
        assertThat(prober.run(NEVER, "explain", reason.code())).isEqualTo(0);
        assertThat(prober.out()).startsWith(reason.code() + "\n---").contains("**What to do.**");
    }

    static Stream<String> causes() {
        return Explanations.packed().causes().stream();
    }

    @ParameterizedTest
    @MethodSource("causes")
    void explainKnowsEveryCause(String cause) {
        assertThat(prober.run(NEVER, "explain", cause)).isEqualTo(0);
        assertThat(prober.out()).startsWith(cause + "\n---").contains("**What to change.**");
    }

    @ParameterizedTest
    @CsvSource({"plaintxt, plaintext", "masked, plaintext-masked", "HBONE, hbone", "plaintext-maskd, plaintext-masked"})
    void explainNamesWhatIsNear(String wanted, String near) {
        assertThat(prober.run(NEVER, "explain", wanted)).isEqualTo(64);
        assertThat(prober.err())
                .startsWith("prober: no reason or cause is called '" + wanted + "'; near it: ")
                .contains(near)
                .hasLineCount(1);
    }

    @Test
    void aRotationThatNothingKeepsIsRefused() {
        assertThat(prober.run(NEVER, "run", "--rotate", "--max-nodes", "1")).isEqualTo(64);
        assertThat(prober.err()).startsWith("prober: --rotate: needs --publish, which keeps whose turn it is");
    }

    @Test
    void explainListsAllReasonsAndCauses() {
        assertThat(prober.run(NEVER, "explain")).isEqualTo(0);
        assertThat(prober.out().lines()).contains("plaintext-masked", "service-lost", "masking", "socket-lb");
    }

    /** By bash itself, as far as it goes: the script is read, and completes a command and an option. */
    @Test
    void bashCompletes() throws Exception {
        assertThat(prober.run(NEVER, "completion", "bash")).isEqualTo(0);
        Path script = Files.writeString(folder.resolve("completion"), prober.out());

        assertThat(completions(script, "prober", "an")).contains("analyze");
        assertThat(completions(script, "prober", "report", "--fr")).contains("--from");
    }

    private static Stream<String> completions(Path script, String... words) throws Exception {
        String line = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; COMP_LINE='" + String.join(" ", words)
                + "'; _complete_prober; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.lines();
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyze", "plan", "cleanup", "report", "diff", "verify", "explain", "completion"})
    void everyHelpFitsAScreenAndHasAnExample(String command) {
        assertThat(prober.run(NEVER, command, "--help")).isEqualTo(0);
        assertThat(prober.out().lines()).hasSizeLessThan(38).allMatch(line -> line.length() <= 80);
        assertThat(prober.out()).contains("Example", "prober " + command);
    }

    /** It is longer than a screen, so that it has headings to look for. */
    @Test
    void theHelpOfARunIsInGroups() {
        assertThat(prober.run(NEVER, "run", "--help")).isEqualTo(0);

        assertThat(prober.out().lines())
                .hasSizeLessThan(115)
                .allMatch(line -> line.length() <= 80)
                .filteredOn(line -> line.matches("[A-Z][a-z ]+:"))
                .containsExactly(
                        "What is probed:", "How it is probed:", "Output:", "Cluster:", "General:", "Examples:");
        assertThat(under("What is probed:")).contains("--nodes", "--in-pods").doesNotContain("--connections");
        assertThat(under("How it is probed:")).contains("--connections", "--timeout");
        assertThat(under("Output:")).contains("-o, --output", "--report", "--evidence", "--publish");
        assertThat(under("Cluster:")).contains("--kubeconfig", "--image", "--keep");
        assertThat(under("General:"))
                .contains("--config", "--help", "--stacktrace")
                .doesNotContain("--from");
    }

    private String under(String heading) {
        return prober.out().split("\n" + heading + "\n", 2)[1].split("\n\n", 2)[0];
    }
}
