package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report holds survives its file, so that every format can be made from the file later. */
class ReportReaderTest {
    @TempDir
    private Path folder;

    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.passing(),
                SampleReports.passing()
                        .withSums(Map.of(
                                "node-1",
                                List.of("00".repeat(32), "ff".repeat(32)),
                                "node-2",
                                List.of("01".repeat(32)))),
                SampleReports.masked(),
                SampleReports.inconclusive().failingOnWarnings(),
                SampleReports.aborted());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nothingIsLost(Report report) throws IOException {
        assertThat(ReportReader.read(file(ReportJson.of(report)))).isEqualTo(report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"healthy", "masked"})
    void norOfARealOne(String sample) throws IOException {
        Report report = Judgement.ofCaptures(Path.of("../samples", sample, "plan.json"), VxlanPorts.usual());

        assertThat(ReportReader.read(file(ReportJson.of(report)))).isEqualTo(report);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 1 | \"version\" : 2 | /version: 2 is not a version that this prober reads",
                "\"run\" : \"FAIL\" | \"run\" : \"PASS\" | /run: \"PASS\" is not what the verdicts of the paths come to, which is FAIL",
                "\"reason\" : \"hbone\" | \"reason\" : \"plaintext\" | /paths/0002/encryption/reason: \"plaintext\" is not a reason of PASS here",
                "\"packet\" : 11, | \"packet\" : -1, | /paths/0002/evidence/direct/0/first/packet: -1 is not between 0",
                "10.1.2.2:15008 | 10.1.2.2:65536 | /paths/0002/evidence/direct/0/server: \"10.1.2.2:65536\" is not an address and a port",
                "0x0304 | 0x304 | is not a code of four hexadecimal digits",
                "WireGuard | Rot13 | /paths/0001/evidence/nodeEncryption/0/kind: \"Rot13\" is not a kind of node encryption",
                "2026-11-24T12:00:02Z | noon | \"noon\" is not a time"
            })
    void whatIsWrongIsSaidWithItsPlace(String right, String wrong, String complaint) throws IOException {
        String json = ReportJson.of(SampleReports.masked());
        assertThat(json).contains(right);
        Path file = file(json.replace(right, wrong));

        assertThatThrownBy(() -> ReportReader.read(file))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(complaint);
    }

    @Test
    void aVerdictThatItsPathsDoNotBearOutIsNoReport() throws IOException {
        Path file = file(ReportJson.of(SampleReports.inconclusive())
                .replace("\"INCONCLUSIVE\",\n  \"runKey", "\"PASS\",\n  \"runKey"));

        assertThatThrownBy(() -> ReportReader.read(file)).hasMessageContaining("which is INCONCLUSIVE");
    }

    @Test
    void aRunThatWasAbortedHasNoOtherVerdict() throws IOException {
        String aborted = ReportJson.of(SampleReports.aborted());
        String abort = aborted.substring(aborted.indexOf("\"aborted\""), aborted.lastIndexOf('}'));
        String passing = ReportJson.of(SampleReports.passing());
        Path file = file(passing.substring(0, passing.lastIndexOf('}')) + ", " + abort + "}");

        assertThatThrownBy(() -> ReportReader.read(file))
                .hasMessage(file + ": /run: \"PASS\" is not INCONCLUSIVE, as the run was aborted");
    }

    @Test
    void tapsAreUnique() throws IOException {
        String json = ReportJson.of(SampleReports.passing());
        assertThat(json).contains("\"id\" : \"node-2\",\n    \"node\"");
        Path file = file(json.replace("\"id\" : \"node-2\",\n    \"node\"", "\"id\" : \"node-1\",\n    \"node\""));

        assertThatThrownBy(() -> ReportReader.read(file))
                .hasMessage(file + ": /taps/1/id: \"node-1\" is not unique: /taps/0/id has it too");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("report.json"), json);
    }
}
