package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.Report;
import io.ambientprober.report.ReportReader;
import io.ambientprober.run.Judgement;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Report kept = ReportReader.read(bundle.resolve("report.json"));
        assertThat(kept.paths())
                .isEqualTo(Judgement.ofCaptures(bundle.resolve("plan.json"), VxlanPorts.usual())
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
        assertThat(ReportReader.read(bundle.resolve("report.json")).taps())
                .extracting(tap -> tap.tap().file() + " " + tap.sha256())
                .containsExactly(
                        "node-1.pcap.gz " + sums.get(0).substring(0, 64),
                        "node-2.pcap.gz " + sums.get(1).substring(0, 64));
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

        Plan copied = EvidenceBundle.in(bundle).copy(plan, from);

        assertThat(copied.taps())
                .extracting(Tap::file)
                .containsExactly("______x.pcap", "__-__-x.pcap", "______x-2.pcap");
        assertThat(bundle.resolve("______x.pcap")).hasContent("1");
        PlanFile.write(copied, bundle.resolve("plan.json"));
        assertThat(PlanFile.read(bundle.resolve("plan.json"))).isEqualTo(copied);
    }

    private static Tap tap(String id, String file) {
        return new Tap(id, "node-1", file, "LINUX_SLL2", 1, 0, 0);
    }

    private int analyze(Path plan, String... more) {
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"analyze", "--plan", plan.toString()}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return prober.run(Judgement::ofCaptures, args);
    }
}
