package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import io.ambientprober.statement.Provenance;
import io.ambientprober.wire.CaptureFormatException;
import io.ambientprober.wire.VxlanPorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private static final RunRecord READ =
            new Sampled(SampleReports.passing()).read(Path.of("plan.json"), VxlanPorts.usual());
    private static final Style COLOURED = new Style(true, true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theExitCodeIsTheVerdict() {
        assertThat(analyze(SampleReports.passing())).isEqualTo(0);
        assertThat(analyze(SampleReports.masked())).isEqualTo(1);
        assertThat(analyze(SampleReports.inconclusive())).isEqualTo(2);
        assertThat(err()).isEmpty();
    }

    @Test
    void warningsFailTheRunOnRequestOnly() {
        assertThat(analyze(SampleReports.inconclusive(), "--fail-on", "warn")).isEqualTo(1);
        assertThat(out()).contains("x FAIL: 2 paths: 1 inconclusive, ", "Warnings count as failures here.");
        assertThat(analyze(SampleReports.inconclusive(), "--fail-on", "fail")).isEqualTo(2);
        assertThat(analyze(SampleReports.passing(), "--fail-on", "warn")).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"short, SHORT", "table, TABLE", "wide, WIDE"})
    void tables(String format, Detail detail) {
        analyze(SampleReports.masked(), "-o", format);

        assertThat(out()).isEqualTo(ReportTable.of(asRunBy("-o " + format), detail, Style.PLAIN));
    }

    @Test
    void json() {
        analyze(SampleReports.masked(), "--output", "json");

        assertThat(out()).isEqualTo(ReportJson.of(asRunBy("--output json")));
    }

    private static Report asRunBy(String options) {
        return new Revision(SampleReports.masked())
                .from(new Provenance(null, null, "prober analyze --plan x " + options));
    }

    @Test
    void saysWhatWasMeant() {
        assertThat(run(new Sampled(SampleReports.passing()), Style.PLAIN, "analyse"))
                .isEqualTo(64);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("did you mean ")
                .contains("analyze");
    }

    /** A folder may have a command's name. */
    @Test
    void onlyARunHasAFileOfOptions() {
        assertThat(run(new Sampled(SampleReports.passing()), Style.PLAIN, "analyze", "--plan", "run", "--config", "x"))
                .isEqualTo(64);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'--config'");
    }

    @Test
    void failuresOnly() {
        analyze(SampleReports.masked(), "-o", "wide", "--failures-only");

        assertThat(out()).contains("x node-1 to node-2 (0001)", "captures").doesNotContain("node-2 to node-1 (0002)");
    }

    @Test
    void coloursOnlyWhereTheTerminalHasThemAndNobodyMinds() {
        Analyzer analyzer = new Sampled(SampleReports.masked());

        run(analyzer, COLOURED, "analyze", "--plan", "x");
        assertThat(out()).contains("\u001b[31m×\u001b[0m node-1 to node-2");
        out.reset();
        run(analyzer, COLOURED, "analyze", "--plan", "x", "--no-color");
        assertThat(out()).contains("× node-1 to node-2").doesNotContain("\u001b");
    }

    @Test
    void aFolderMeansThePlanInIt(@TempDir Path folder) {
        AtomicReference<Path> read = new AtomicReference<>();
        Analyzer analyzer = (plan, ports) -> {
            read.set(plan);
            return READ;
        };

        run(analyzer, Style.PLAIN, "analyze", "--plan", folder.toString());
        assertThat(read).hasValue(folder.resolve("plan.json"));
        run(analyzer, Style.PLAIN, "analyze", "--plan", "some/file");
        assertThat(read).hasValue(Path.of("some/file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "analyse",
                "analyze",
                "analyze --plan",
                "analyze --plan x y",
                "analyze --plan x -o yaml",
                "analyze --plan x --fail-on never",
                "analyze --plan x --vxlan-port 0",
                "analyze --plan x --vxlan-port 65536",
                "analyze --plan x --vxlan-port x",
                "analyze --plan x --plan y",
                "analyze --plan x --no-such-option",
                "analyze --plan x --report html",
                "analyze --plan x --report pdf=x",
                "analyze --plan x --report pushgateway=ftp://x",
                "analyze --plan x --report pushgateway=http://user:password@x",
                "analyze --plan x --report pushgateway=http://x/?token=password",
                "analyze --plan x --report pushgateway=http://x#password",
                "analyze --plan x --report pushgateway=http://x --push-auth /dev/zero",
                "analyze --plan x --report pushgateway=http://x --push-auth none",
                "report",
                "report --from x y",
                "diff x",
                "explain x y",
                "explain plaintxt",
                "completion fish",
                "--no-such-option",
                "@file"
            })
    void wrongUsageIsOneLineAnd64(String line) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");

        assertThat(run(new Sampled(SampleReports.passing()), COLOURED, args)).isEqualTo(64);
        assertThat(out()).isEmpty();
        assertThat(err()).startsWith("prober: ").contains(" --help')").hasLineCount(1);
        assertThat(err())
                .as("nothing that may be a secret is said")
                .doesNotContain("password@", "=password", "#password");
    }

    @Test
    void usageNamesWhatIsAccepted() {
        run(new Sampled(SampleReports.passing()), COLOURED, "analyze", "--plan", "x", "-o", "yaml");

        assertThat(err()).contains("'--output': 'yaml' is none of table, short, wide, json");
    }

    @Test
    void hostileArgumentsStayOnTheirLine() {
        run(new Sampled(SampleReports.passing()), COLOURED, "\u001b[2J\nprober: fine");

        assertThat(err()).hasLineCount(1).doesNotContain("\u001b");
    }

    @Test
    void anUnreadablePlanIs64(@TempDir Path folder) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.json"), "{\"version\": 1}");

        assertThat(fails(() -> PlanFile.read(plan))).isEqualTo(64);
        assertThat(err())
                .isEqualTo("prober: " + plan + ": /run: is missing (nothing was judged; correct it and run again)\n");
    }

    @Test
    void anUnreadableCaptureIs64() {
        assertThat(fails(() -> {
                    throw new CaptureFormatException("n1.pcap", 24, "no packet");
                }))
                .isEqualTo(64);
        assertThat(err()).startsWith("prober: n1.pcap: byte 24: no packet (");
        assertThat(fails(() -> {
                    throw new NoSuchFileException("n1.pcap");
                }))
                .isEqualTo(64);
        assertThat(err()).startsWith("prober: n1.pcap: no such file (");
        assertThat(fails(() -> {
                    throw new AccessDeniedException("n1.pcap");
                }))
                .isEqualTo(64);
        assertThat(err()).startsWith("prober: n1.pcap: permission denied (");
    }

    @Test
    void aPlaceForEvidenceThatIsNoFolderIs64(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(analyze(SampleReports.passing(), "--evidence", file.toString()))
                .isEqualTo(64);
        assertThat(err())
                .startsWith("prober: " + file + ": is there, and is not a folder (")
                .hasLineCount(1);
    }

    @Test
    void whatCannotBecomeAFolderOfEvidenceIsSaidToBeOne() {
        assertThat(analyze(SampleReports.passing(), "--evidence", "/proc/x")).isEqualTo(64);
        assertThat(err())
                .startsWith("prober: /proc/x: the folder of --evidence cannot be made (")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\": 1",
                "{\"version\": NaN}",
                "{'version': 1}",
                "{version: 1}",
                "{\"version\": 1 // one\n}",
                "[1, 2"
            })
    void whatIsNoJsonIsSaidWithoutThePartsOfAParser(String text, @TempDir Path folder) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.json"), text);

        assertThat(fails(() -> PlanFile.read(plan))).isEqualTo(64);
        assertThat(err())
                .startsWith("prober: " + plan + ": ")
                .contains("not the JSON that is needed: ")
                .doesNotContain("REDACTED", "Feature", "enable", "`")
                .hasLineCount(1);
    }

    @Test
    void anythingElseIsOneLineAnd70() {
        assertThat(fails(() -> {
                    throw new IllegalStateException("two\nlines");
                }))
                .isEqualTo(70);
        assertThat(err())
                .isEqualTo("prober: internal error: java.lang.IllegalStateException: two\\u{a}lines;"
                        + " run again with --stacktrace\n");
    }

    @Test
    void evenErrorsAreOneLineAnd70() {
        assertThat(fails(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo(70);
        assertThat(err()).startsWith("prober: out of memory; ").hasLineCount(1);
        assertThat(fails(CliTest::overflow)).isEqualTo(70);
        assertThat(err())
                .startsWith("prober: internal error: java.lang.StackOverflowError; ")
                .hasLineCount(1);
    }

    @Test
    void theStackTraceComesOnRequest() {
        Analyzer analyzer = (plan, ports) -> {
            throw new IllegalStateException("why");
        };

        assertThat(run(analyzer, Style.PLAIN, "analyze", "--plan", "x", "--stacktrace"))
                .isEqualTo(70);
        assertThat(err()).contains("\tat ").endsWith("; run again with --stacktrace\n");
    }

    @Test
    void outputThatGoesNowhereIsNoPass() {
        assertThat(toFull(SampleReports.passing())).isEqualTo(70);
        assertThat(err()).isEqualTo("prober: the output could not be written whole; make room for it and run again\n");
        assertThat(toFull(SampleReports.masked())).isEqualTo(1);
        assertThat(toFull(SampleReports.inconclusive())).isEqualTo(2);
    }

    @Test
    void newFailuresAreNewThoughNobodyReadsThem(@TempDir Path folder) throws IOException {
        String passing = Files.writeString(folder.resolve("p.json"), SampleReports.json(SampleReports.passing()))
                .toString();
        String masked = Files.writeString(folder.resolve("m.json"), SampleReports.json(SampleReports.masked()))
                .toString();

        assertThat(toFull(SampleReports.passing(), "diff", passing, masked)).isEqualTo(1);
        assertThat(toFull(SampleReports.passing(), "diff", passing, passing)).isEqualTo(70);
    }

    private int toFull(Report report) {
        return toFull(report, "analyze", "--plan", "x");
    }

    private int toFull(Report report, String... args) {
        PrintStream full = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                },
                false,
                StandardCharsets.UTF_8);
        return new Cli(new Sampled(report), new Terminal(full, stream(err), Style.PLAIN)).run(args);
    }

    @Test
    void helpFitsAScreen() {
        assertThat(run(new Sampled(SampleReports.passing()), Style.PLAIN, "--help"))
                .isEqualTo(0);
        assertThat(out().lines())
                .hasSizeLessThanOrEqualTo(25)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.contains("prober analyze --plan captures"));
        assertThat(err()).isEmpty();
    }

    private interface Deed {
        void run() throws IOException;
    }

    private int fails(Deed deed) {
        err.reset();
        return run(
                (plan, ports) -> {
                    deed.run();
                    return READ;
                },
                Style.PLAIN,
                "analyze",
                "--plan",
                "x");
    }

    private int analyze(Report report, String... more) {
        out.reset();
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"analyze", "--plan", "x"}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return run(new Sampled(report), Style.PLAIN, args);
    }

    private int run(Analyzer analyzer, Style style, String... args) {
        return new Cli(analyzer, new Terminal(stream(out), stream(err), style)).run(args);
    }

    private static PrintStream stream(OutputStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void overflow() {
        overflow();
    }
}
