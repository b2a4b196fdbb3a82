package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFilesTest {
    private static final Analyzer NEVER = (plan, ports) -> {
        throw new NoSuchFileException("plan.json");
    };

    @TempDir
    private Path folder;

    private final ProberProcess prober = new ProberProcess();

    @Test
    void everyFormatIsTheReport() throws Exception {
        Path json = Files.writeString(folder.resolve("report.json"), SampleReports.json(SampleReports.passing()));

        assertThat(prober.run(
                        NEVER,
                        "report",
                        "--from",
                        folder.toString(),
                        "--report",
                        "html=" + at("r.html") + ",junit=" + at("r.xml") + ",prometheus=" + at("r.prom"),
                        "--report",
                        "termination=" + at("t.json") + ",openreports=" + at("o.json") + ",json=" + at("again.json")))
                .isEqualTo(0);

        Report report = ReportCommand.read(json, null);
        assertThat(report.paths()).isEqualTo(SampleReports.passing().paths());
        assertThat(at("r.html")).hasContent(HtmlReport.of(report));
        assertThat(at("r.xml")).hasContent(JUnitReport.of(report));
        assertThat(at("r.prom")).hasContent(PrometheusReport.of(report));
        assertThat(at("t.json")).hasContent(TerminationMessage.of(report));
        assertThat(at("o.json")).content().contains("\"openreports.io/v1alpha1\"");
        assertThat(at("again.json")).hasContent(ReportJson.of(report));
        assertThat(prober.out()).contains("+ PASS: 2 paths");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void theExitCodeIsTheVerdict() throws IOException {
        Path masked = Files.writeString(folder.resolve("m.json"), SampleReports.json(SampleReports.masked()));
        Path aborted = Files.writeString(folder.resolve("a.json"), SampleReports.json(SampleReports.aborted()));

        assertThat(prober.run(NEVER, "report", "--from", masked.toString())).isEqualTo(1);
        assertThat(prober.run(NEVER, "report", "--from", aborted.toString())).isEqualTo(2);
        assertThat(prober.run(NEVER, "report", "--from", at("none.json").toString()))
                .isEqualTo(64);
    }

    @Test
    void theCommandIsRememberedAsAShellTakesIt() throws IOException {
        Path captures = Files.createDirectory(at("it's here"));
        Files.writeString(captures.resolve("node-1.pcap"), "1");
        Files.writeString(captures.resolve("node-2.pcap"), "2");

        prober.run(
                new Sampled(SampleReports.masked()),
                "analyze",
                "--plan",
                captures.toString(),
                "--report",
                "json=" + at("r.json"));

        Report report = ReportReader.read(at("r.json"), null);
        assertThat(report.provenance().command())
                .isEqualTo("prober analyze --plan '" + at("it'\\''s here") + "' --report json=" + at("r.json"));
        assertThat(report.taps())
                .extracting(TapReport::sha256)
                .as("what sha256sum says of '1' and of '2'")
                .containsExactly(
                        List.of("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
                        List.of("d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"));
    }

    @Test
    void whatNeverBeganIsReportedToo() throws IOException {
        assertThat(prober.run(
                        NEVER,
                        "analyze",
                        "--plan",
                        "x",
                        "--report",
                        "sonobuoy=" + at("results") + ",json=" + at("r.json")))
                .isEqualTo(64);

        assertThat(at("results/done"))
                .hasContent(at("results/ambient-prober.xml").toString());
        assertThat(at("results/ambient-prober.xml"))
                .content()
                .contains("tests=\"1\" failures=\"1\"", "plan.json: no such file");
        assertThat(ReportReader.read(at("r.json"), null).abort()).isNotNull();
    }

    @Test
    void aReaderNeverSeesHalfAFile() throws IOException {
        Path file = Files.writeString(at("r.xml"), "old");
        Path reader = at("reader");
        Files.createLink(reader, file);

        WholeFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(reader)
                .as("what was open keeps the old content: the file was replaced")
                .hasContent("old");
    }

    @Test
    void whatCannotBeWrittenIsSaidAndTheRestIsWritten() throws IOException {
        Files.writeString(at("file"), "");

        assertThat(prober.run(
                        NEVER,
                        "report",
                        "--from",
                        file(SampleReports.passing()),
                        "--report",
                        "html=" + at("file/r.html") + ",junit=" + at("r.xml")))
                .isEqualTo(70);

        assertThat(prober.err()).startsWith("prober: a report could not be written: " + at("file"));
        assertThat(at("r.xml")).exists();
    }

    @Test
    void theFileThatCannotBeWrittenIsNamed() throws IOException {
        assertThat(prober.run(NEVER, "report", "--from", file(SampleReports.passing()), "--report", "html=/dev/full"))
                .isEqualTo(70);

        assertThat(prober.err().lines())
                .containsExactly(
                        "prober: a report could not be written: /dev/full: No space left on device; correct it and run again",
                        ReportCommand.NOT_JUDGED);
    }

    /** A caller tries 70 again: so a FAIL could become a PASS. */
    @ParameterizedTest
    @ValueSource(strings = {"html=/dev/full", "junit=/", "pushgateway=http://127.0.0.1:1"})
    void aVerdictThatIsNotPassOutlivesAReportThatCannotBeDelivered(String lost) throws IOException {
        Files.writeString(at("node-1.pcap"), "1");
        Files.writeString(at("node-2.pcap"), "2");
        Files.writeString(at("node-3.pcap"), "3");

        assertThat(verdict(SampleReports.masked(), lost)).isEqualTo(1);
        assertThat(prober.out()).contains("x FAIL: ");
        assertThat(prober.err()).startsWith("prober: a report could not be written: ");
        assertThat(at("r.json")).content().contains("\"FAIL\"");
        assertThat(verdict(SampleReports.inconclusive(), lost)).isEqualTo(2);
        assertThat(verdict(SampleReports.passing(), lost)).isEqualTo(70);
    }

    @Test
    void whyNoPushgatewayIsReachedIsSaidInWords() throws IOException {
        Files.writeString(at("node-1.pcap"), "1");
        Files.writeString(at("node-2.pcap"), "2");

        verdict(SampleReports.masked(), "pushgateway=http://gateway.invalid");
        assertThat(prober.err()).contains(" took no metrics: no address is known of gateway.invalid;");
        verdict(SampleReports.masked(), "pushgateway=http://127.0.0.1:1");
        assertThat(prober.err()).contains(" took no metrics: nobody answers there;");
    }

    private int verdict(Report report, String lost) {
        return prober.run(
                new Sampled(report),
                "analyze",
                "--plan",
                folder.toString(),
                "--report",
                lost + ",json=" + at("r.json"));
    }

    @Test
    void twoReportsDoNotShareAFile() throws IOException {
        assertThat(prober.run(
                        NEVER,
                        "report",
                        "--from",
                        file(SampleReports.passing()),
                        "--report",
                        "html=" + at("r") + ",junit=" + at("./r")))
                .isEqualTo(64);

        assertThat(prober.err())
                .contains("--report: two of them would be written to " + at("r"))
                .hasLineCount(1);
        assertThat(at("r")).doesNotExist();
    }

    @Test
    void aPushgatewayGetsWhatAFileWouldGet() throws IOException {
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = server(got, 202);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(prober.run(
                            NEVER, "report", "--from", file(SampleReports.passing()), "--report", "pushgateway=" + url))
                    .isEqualTo(0);
            assertThat(got)
                    .containsExactly(
                            "POST /metrics/job/ambient-prober " + PrometheusReport.of(SampleReports.passing()));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"202, 0", "403, 70"})
    void aPushgatewayGetsCredentialsFromAFileAndNobodyElseDoes(int answer, int exitCode) throws IOException {
        Path credentials = Files.writeString(at("credentials"), "prober:s3cret\n");
        List<String> shown = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(prober.run(
                            NEVER,
                            "report",
                            "--from",
                            file(SampleReports.passing()),
                            "--report",
                            "pushgateway=" + url + ",json=" + at("r.json"),
                            "--push-auth",
                            credentials.toString()))
                    .isEqualTo(exitCode);
        } finally {
            server.stop(0);
        }
        assertThat(shown).containsExactly("Basic cHJvYmVyOnMzY3JldA==");
        assertThat(prober.out() + prober.err() + Files.readString(at("r.json")))
                .doesNotContain("s3cret", "cHJvYmVyOnMzY3JldA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret", ":s3cret", "a:s3cret\nb:c", "a:s3cret\u0000"})
    void whatAFileOfCredentialsHoldsIsNeverSaid(String held) throws IOException {
        Path credentials = Files.writeString(at("credentials"), held);

        assertThat(prober.run(
                        NEVER,
                        "report",
                        "--from",
                        file(SampleReports.passing()),
                        "--push-auth",
                        credentials.toString()))
                .isEqualTo(64);
        assertThat(prober.err())
                .contains(credentials + " does not hold USER:PASSWORD in one line")
                .doesNotContain("s3cret")
                .hasLineCount(1);
    }

    @Test
    void aPushgatewayThatRefusesIsNoVerdict() throws IOException {
        HttpServer server = server(new ArrayList<>(), 500);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(prober.run(
                            NEVER, "report", "--from", file(SampleReports.passing()), "--report", "pushgateway=" + url))
                    .isEqualTo(70);
            assertThat(prober.err()).contains("answered with status 500").hasLineCount(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void sonobuoyHearsOfEveryStepInItsOrder() throws IOException {
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = server(got, 200);
        try {
            RunEvent.Listener progress = new SonobuoyProgress(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/progress"));
            progress.event(new RunEvent.StepBegan(Step.SURVEY));
            progress.event(new RunEvent.StepEnded(Step.SURVEY, Duration.ofSeconds(1)));
            progress.event(new RunEvent.StepFailed(Step.AGENTS, Duration.ofSeconds(1), "no image"));

            Awaitility.await().until(() -> got.size() == 3);
            assertThat(got)
                    .containsExactly(
                            "POST /progress {\"msg\":\"survey\",\"total\":12,\"completed\":0,\"failures\":[]}",
                            "POST /progress {\"msg\":\"survey done\",\"total\":12,\"completed\":1,\"failures\":[]}",
                            "POST /progress {\"msg\":\"agents failed\",\"total\":12,\"completed\":1,"
                                    + "\"failures\":[\"agents: no image\"]}");
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer server(List<String> got, int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private String file(Report report) throws IOException {
        return Files.writeString(at("from.json"), SampleReports.json(report)).toString();
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }
}
