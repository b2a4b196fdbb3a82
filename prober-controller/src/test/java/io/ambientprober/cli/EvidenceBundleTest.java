package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.run.Agent;
import io.ambientprober.run.KeptObservations;
import io.ambientprober.run.SiteException;
import io.ambientprober.traffic.Ring;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceBundleTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir
    private Path folder;

    private final ProberProcess prober = new ProberProcess();

    @ParameterizedTest
    @CsvSource({"healthy, 0", "masked, 1"})
    void theBundleComesToTheSameVerdict(String sample, int exitCode) throws IOException {
        Path bundle = folder.resolve("bundle");

        assertThat(analyze(SAMPLES.resolve(sample), "--evidence", bundle.toString()))
                .isEqualTo(exitCode);
        String first = prober.out();
        assertThat(analyze(bundle)).isEqualTo(exitCode);

        assertThat(prober.out()).isEqualTo(first);
        Report kept = ReportReader.read(bundle.resolve("report.json"), null);
        assertThat(kept.paths())
                .isEqualTo(Judgement.of(Analysis.ofPlan(bundle.resolve("plan.json"), VxlanPorts.usual()), FailOn.FAIL)
                        .paths());
    }

    @Test
    void itsSumsAreThoseOfItsFiles() throws IOException {
        Path bundle = folder.resolve("bundle");
        analyze(SAMPLES.resolve("masked"), "--evidence", bundle.toString());

        List<String> sums = Files.readAllLines(bundle.resolve("SHA256SUMS"));
        assertThat(sums)
                .extracting(line -> line.substring(66))
                .containsExactly("node-1.pcap.gz", "node-2.pcap.gz", "plan.json", "report.json");
        for (String line : sums) {
            assertThat(Sums.of(bundle.resolve(line.substring(66)))).isEqualTo(line.substring(0, 64));
        }
        assertThat(ReportReader.read(bundle.resolve("report.json"), null).taps())
                .extracting(tap -> tap.tap().files() + " " + tap.sha256())
                .containsExactly(
                        "[node-1.pcap.gz] [" + sums.get(0).substring(0, 64) + "]",
                        "[node-2.pcap.gz] [" + sums.get(1).substring(0, 64) + "]");
    }

    @Test
    void ofATapInSeveralFilesItHasThemAll() throws IOException {
        Path from = Files.createDirectory(folder.resolve("from"));
        Plan plan = new Ring(Scenario.all().getFirst().scene(), from, Seeds.random("bundle")).following(3);
        PlanFile.write(plan, from.resolve("plan.json"));
        Path bundle = folder.resolve("bundle");

        analyze(from, "--evidence", bundle.toString(), "--report", "html=" + folder.resolve("report.html"));
        String first = prober.out();
        analyze(bundle);

        assertThat(prober.out()).isEqualTo(first).contains("PASS hbone");
        Report kept = ReportReader.read(bundle.resolve("report.json"), null);
        for (TapReport tap : kept.taps()) {
            assertThat(tap.tap().files()).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(tap.sha256().get(i))
                        .isEqualTo(Sums.of(bundle.resolve(tap.tap().files().get(i))));
            }
        }
        assertThat(Files.readAllLines(bundle.resolve("SHA256SUMS"))).hasSize(2 * 3 + 2);
        assertThat(folder.resolve("report.html"))
                .content()
                .contains(String.join(", ", plan.taps().getFirst().files()));
    }

    /** A caller tries 70 again: so a FAIL could become a PASS. */
    @ParameterizedTest
    @CsvSource({"COPY, masked, 1", "COPY, passing, 70", "COMPLETE, masked, 1", "COMPLETE, passing, 70"})
    void aVerdictOutlivesEvidenceThatCannotBeWritten(Lost lost, String sample, int exitCode) throws IOException {
        Report report = sample.equals("masked") ? SampleReports.masked() : SampleReports.passing();
        Path bundle = folder.resolve("bundle");
        Files.writeString(folder.resolve("plan.json"), "");
        if (lost == Lost.COMPLETE) {
            Files.writeString(folder.resolve("node-1.pcap"), "1");
            Files.writeString(folder.resolve("node-2.pcap"), "2");
        }

        assertThat(prober.run(
                        taking(report, bundle),
                        "analyze",
                        "--plan",
                        folder.toString(),
                        "--evidence",
                        bundle.toString(),
                        "--report",
                        "junit=" + folder.resolve("r.xml")))
                .isEqualTo(exitCode);

        assertThat(prober.err())
                .startsWith("prober: the evidence in " + bundle + " could not be written: ")
                .hasLineCount(1);
        assertThat(prober.out()).contains(" " + report.run() + ": ");
        assertThat(folder.resolve("r.xml")).content().contains("tests=\"").doesNotContain("nothing was judged");
        assertThat(bundle.resolve("SHA256SUMS")).doesNotExist();
    }

    enum Lost {
        COPY,
        COMPLETE
    }

    /** While it judges, the bundle's place of the plan is taken. */
    private static Analyzer taking(Report report, Path bundle) {
        Sampled sampled = new Sampled(report);
        return new Analyzer() {
            @Override
            public RunRecord read(Path planFile, VxlanPorts vxlanPorts) {
                return sampled.read(planFile, vxlanPorts);
            }

            @Override
            public Report judge(RunRecord learned, FailOn failOn) {
                try {
                    Files.writeString(bundle.resolve("plan.json"), "");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return sampled.judge(learned, failOn);
            }
        };
    }

    @Test
    void oldEvidenceNeverPassesForNew() throws IOException {
        Files.writeString(folder.resolve("old"), "");

        assertThat(analyze(SAMPLES.resolve("healthy"), "--evidence", folder.toString()))
                .isEqualTo(64);
        assertThat(prober.err()).contains(folder + " is not empty");
    }

    @Test
    void noPlanChoosesWhereItsCapturesAreCopied() throws IOException {
        Path from = Files.createDirectory(folder.resolve("from"));
        Files.writeString(folder.resolve("outside.pcap"), "1");
        Files.writeString(from.resolve("b"), "2");
        Plan plan = new Plan(
                "7Z3K9QWM2TXB",
                15008,
                false,
                List.of(),
                List.of(tap("../../x", "../outside.pcap"), tap("..-..-x", "b"), tap("______x", "b")));
        Path bundle = folder.resolve("bundle");

        Plan copied = EvidenceBundle.in(bundle, null).copy(plan, from);

        assertThat(copied.taps())
                .flatExtracting(Tap::files)
                .containsExactly("______x.pcap", "__-__-x.pcap", "______x-2.pcap");
        assertThat(bundle.resolve("______x.pcap")).hasContent("1");
        PlanFile.write(copied, bundle.resolve("plan.json"));
        assertThat(PlanFile.read(bundle.resolve("plan.json"))).isEqualTo(copied);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tmp/outside.pcapng",
                "../outside.pcapng",
                "a/b.pcapng",
                "..",
                ".",
                "",
                ".hidden",
                "x..y",
                "a\u0000b"
            })
    void noTapChoosesWhereItsPacketsAreKept(String file) throws IOException {
        Path bundle = folder.resolve("bundle");
        EvidenceBundle kept = EvidenceBundle.in(bundle, null);

        assertThatThrownBy(() -> kept.keep(new PacketsOnly(), tap("node-1", file), Duration.ofSeconds(30)))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("cannot name a file");
        assertThat(bundle).isEmptyDirectory();
        assertThat(folder).isDirectoryNotContaining("glob:**outside*");
    }

    @Test
    void whatIsThereIsNeverReplacedAndNoLinkFollowed() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path bundle = folder.resolve("bundle");
        EvidenceBundle kept = EvidenceBundle.in(bundle, null);
        Files.createSymbolicLink(bundle.resolve("node-1.pcapng"), victim);
        Files.writeString(bundle.resolve("node-2.pcapng"), "first");

        for (String node : List.of("node-1", "node-2")) {
            assertThatThrownBy(() -> kept.keep(new PacketsOnly(), tap(node, node + ".pcapng"), Duration.ofSeconds(30)))
                    .isInstanceOf(SiteException.class);
        }

        assertThat(victim).hasContent("mine");
        assertThat(bundle.resolve("node-2.pcapng")).hasContent("first");
        assertThat(bundle).isDirectoryNotContaining("glob:**.part-*");
    }

    @Test
    void isForNobodyElse() throws Exception {
        Path bundle = folder.resolve("bundle");
        analyze(SAMPLES.resolve("masked"), "--evidence", bundle.toString());

        assertThat(permissions(bundle)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(bundle)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Hands over some packets, and nothing else. */
    private record PacketsOnly() implements Agent {
        @Override
        public String node() {
            return "node-1";
        }

        @Override
        public void arm(AgentOrder order) {}

        @Override
        public KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
            throw new SiteException("not asked");
        }

        @Override
        public void evidence(Path file, Duration timeout) throws SiteException {
            try {
                Files.writeString(file, "packets");
            } catch (IOException e) {
                throw new SiteException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static Tap tap(String id, String file) {
        return new Tap(id, "node-1", file, "LINUX_SLL2", 1, 0, 0);
    }

    private int analyze(Path plan, String... more) {
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"analyze", "--plan", plan.toString()}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return prober.run(Analysis::ofPlan, args);
    }
}
