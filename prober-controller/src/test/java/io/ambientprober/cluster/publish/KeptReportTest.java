package io.ambientprober.cluster.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.ClusterSamples;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.statement.Cause;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptReportTest {
    @TempDir
    private Path folder;

    @Test
    void aReportIsKeptAsText() {
        ConfigMap kept = KeptReport.of(SampleReports.masked(), "probes");

        assertThat(kept.getMetadata().getNamespace()).isEqualTo("probes");
        assertThat(kept.getMetadata().getLabels()).doesNotContainKey("ambient-prober.io/run");
        assertThat(kept.getData()).containsEntry(KeptReport.JSON, ReportJson.of(SampleReports.masked()));
        assertThat(kept.getData().get(KeptReport.VERDICT)).startsWith("FAIL");
    }

    @Test
    void aLargeOneIsPacked() throws IOException {
        Report large = withSummary("x".repeat(1 << 20));

        ConfigMap kept = KeptReport.of(large, "probes");

        assertThat(kept.getData()).doesNotContainKey(KeptReport.JSON);
        assertThat(new String(unpacked(kept), StandardCharsets.UTF_8)).isEqualTo(ReportJson.of(large));
    }

    /** 15,000 paths, 150,000 pods and as many flows, of which 2,143, 1,500 and 1,500 failed. */
    @Test
    void ofOneThatIsTooLargeTheFailuresAreKeptAndTheRestIsCounted() throws IOException {
        Report large = ClusterSamples.leaking(5000);

        ConfigMap kept = KeptReport.of(large, "probes");

        assertThat(size(kept)).isLessThan(900 << 10);
        assertThat(kept.getData().get(KeptReport.VERDICT)).startsWith("FAIL: ").contains("This is a reduced report");
        Report reduced = read(kept);
        assertThat(reduced.run()).isEqualTo(large.run());
        assertThat(reduced.coverage()).isEqualTo(large.coverage());
        assertThat(VerdictLine.summary(reduced)).isEqualTo(VerdictLine.summary(large));
        assertThat(reduced.paths()).hasSizeGreaterThan(2000);
    }

    @Test
    void whateverTheTextsAreThereIsMoreThanTheVerdict() throws IOException {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(2 << 20, 'a', 'z' + 1).forEach(letter -> noise.append((char) letter));

        ConfigMap kept = KeptReport.of(withSummary(noise.toString()), "probes");

        assertThat(size(kept)).isLessThan(1 << 20);
        assertThat(read(kept).paths()).isNotEmpty();
    }

    private Report read(ConfigMap kept) throws IOException {
        Path file = folder.resolve("report.json");
        String text = kept.getData().get(KeptReport.JSON);
        if (text != null) {
            Files.writeString(file, text);
        } else {
            Files.write(file, unpacked(kept));
        }
        return ReportReader.read(file, null);
    }

    private static byte[] unpacked(ConfigMap kept) throws IOException {
        byte[] packed = Base64.getDecoder().decode(kept.getBinaryData().get(KeptReport.PACKED));
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return unpacked.readAllBytes();
        }
    }

    /** As the API server counts it. */
    private static int size(ConfigMap kept) {
        int text = kept.getData().values().stream().mapToInt(String::length).sum();
        String packed =
                kept.getBinaryData() == null ? null : kept.getBinaryData().get(KeptReport.PACKED);
        return text + (packed == null ? 0 : Base64.getDecoder().decode(packed).length);
    }

    private static Report withSummary(String summary) {
        Cause cause = new Cause("socket-lb", summary, "", "", List.of(), "");
        return new Revision(SampleReports.masked()).with(cause);
    }
}
