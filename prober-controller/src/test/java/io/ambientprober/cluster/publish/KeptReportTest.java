package io.ambientprober.cluster.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.statement.Cause;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class KeptReportTest {
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
        byte[] packed = Base64.getDecoder().decode(kept.getBinaryData().get(KeptReport.PACKED));
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(ReportJson.of(large));
        }
    }

    @Test
    void ofOneThatIsTooLargeTheVerdictIsKept() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(2 << 20, 'a', 'z' + 1).forEach(letter -> noise.append((char) letter));

        ConfigMap kept = KeptReport.of(withSummary(noise.toString()), "probes");

        assertThat(kept.getBinaryData()).isNullOrEmpty();
        assertThat(kept.getData()).containsOnlyKeys(KeptReport.VERDICT);
    }

    private static Report withSummary(String summary) {
        Cause cause = new Cause("socket-lb", summary, "", "", List.of(), "");
        return new Revision(SampleReports.masked()).with(cause);
    }
}
