package io.ambientprober.report.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.RunVerdict;
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
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.passing(),
                new Revision(SampleReports.passing())
                        .summed(Map.of(
                                "node-1",
                                List.of("00".repeat(32), "ff".repeat(32)),
                                "node-2",
                                List.of("01".repeat(32)))),
                SampleReports.masked(),
                new Revision(SampleReports.inconclusive()).failingOn(FailOn.WARN),
                new Revision(SampleReports.masked()).leavingOut("1 of 3; it is not ready: node-3"),
                SampleReports.aborted(),
                TenantSamples.lostRedirection(),
                new Revision(TenantSamples.lostRedirection()).failingOn(FailOn.WARN),
                TenantSamples.onlyFlows());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nothingIsLost(Report report) throws IOException {
        assertThat(ReportReader.read(file(ReportJson.of(report)), null)).isEqualTo(new Revision(report).reread());
    }

    @ParameterizedTest
    @ValueSource(strings = {"healthy", "masked"})
    void norOfARealOne(String sample) throws IOException {
        Report report = Judgement.of(
                Analysis.ofPlan(Path.of("../samples", sample, "plan.json"), VxlanPorts.usual()), FailOn.FAIL);

        assertThat(ReportReader.read(file(ReportJson.of(report)), null)).isEqualTo(new Revision(report).reread());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 2 | \"version\" : 3 | /version: 3 is not a version that this prober reads, which are 1 to 2",
                "\"run\" : \"FAIL\" | \"run\" : \"PASS\" | /run: \"PASS\" is not what the verdicts of the report come to, which is FAIL",
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

        assertThatThrownBy(() -> ReportReader.read(file, null))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(complaint);
    }

    @Test
    void aVerdictThatItsPathsDoNotBearOutIsNoReport() throws IOException {
        Path file = file(ReportJson.of(SampleReports.inconclusive())
                .replace("\"INCONCLUSIVE\",\n  \"runKey", "\"PASS\",\n  \"runKey"));

        assertThatThrownBy(() -> ReportReader.read(file, null)).hasMessageContaining("which is INCONCLUSIVE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/pods/verdict | PASS | what the verdicts of its list come to, which is FAIL",
                "/flows/verdict | INCONCLUSIVE | what the verdicts of its list come to, which is FAIL",
                "/flows/verdict | GOOD | one of PASS",
                "/run | PASS | what the verdicts of the report come to, which is FAIL",
                "/pods/list/0/reason | hbone-refused | a reason of PASS here",
                "/flows/list/1/ends | FAR | one of known, unclear, declared",
                "/flows/list/1/port | 8080 | a whole number",
                "/pods/list/0/notAfter | noon | a time such as",
                "/coverage/pods/covered | 4 | a whole number"
            })
    void noSectionIsReadThatItsListDoesNotBearOut(String pointer, String wrong, String complaint) throws IOException {
        JsonNode json = JSON.readTree(ReportJson.of(TenantSamples.lostRedirection()));
        int end = pointer.lastIndexOf('/');
        ((ObjectNode) json.at(pointer.substring(0, end))).put(pointer.substring(end + 1), wrong);
        Path file = file(json.toString());

        assertThatThrownBy(() -> ReportReader.read(file, null))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(file + ": " + pointer + ": \"" + wrong + "\" is not ")
                .hasMessageContaining(complaint);
    }

    @Test
    void moreIsNotCoveredThanThereIs() throws IOException {
        JsonNode json = JSON.readTree(ReportJson.of(TenantSamples.lostRedirection()));
        ((ObjectNode) json.at("/coverage/pods")).put("covered", 8);
        Path file = file(json.toString());

        assertThatThrownBy(() -> ReportReader.read(file, null))
                .hasMessage(file + ": /coverage/pods/covered: 8 is not between 0 and 7");
    }

    /** A section says whether it was asked; one that lacks its list was not answered. */
    @ParameterizedTest
    @ValueSource(strings = {"pods", "flows", "coverage"})
    void noSectionIsMissing(String section) throws IOException {
        JsonNode json = JSON.readTree(ReportJson.of(TenantSamples.lostRedirection()));
        ((ObjectNode) json).remove(section);
        Path file = file(json.toString());

        assertThatThrownBy(() -> ReportReader.read(file, null)).hasMessage(file + ": /" + section + ": is missing");
    }

    @Test
    void reportsOfVersionOneSpeakOfPathsAlone() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(ReportJson.of(SampleReports.masked()));
        json.put("version", 1).remove(List.of("pods", "flows", "coverage"));

        Report older = ReportReader.read(file(json.toString()), null);

        assertThat(older.checks()).isEqualTo(Checks.canaries("reports of version 1 do not have it"));
        assertThat(older.coverage().known()).isEmpty();
        assertThat(older.run()).isEqualTo(RunVerdict.FAIL);
        assertThat(older.paths()).extracting(Report.PathReport::verdict).isEqualTo(verdicts(SampleReports.masked()));
    }

    @Test
    void whatFailedItIsInTheFile() throws IOException {
        String json = ReportJson.of(new Revision(SampleReports.inconclusive()).failingOn(FailOn.WARN));
        assertThat(json).contains("\"run\" : \"FAIL\"", "\"failOn\" : \"warn\"");

        assertThatThrownBy(() -> ReportReader.read(file(json.replace("\"warn\"", "\"fail\"")), null))
                .hasMessageContaining("/run: \"FAIL\" is not what the verdicts of the report come to");
        assertThatThrownBy(() -> ReportReader.read(file(json.replace("\"warn\"", "\"WARN\"")), null))
                .hasMessageContaining("/failOn: \"WARN\" is not one of fail, warn");
    }

    /** Written before reports said what failed them. */
    @Test
    void anOlderReportThatNothingButWarningsFailedIsReadSo() throws IOException {
        String json = ReportJson.of(new Revision(SampleReports.inconclusive()).failingOn(FailOn.WARN))
                .replace("  \"failOn\" : \"warn\",\n", "");

        assertThat(ReportReader.read(file(json), null).failOn()).isEqualTo(FailOn.WARN);
        assertThat(ReportReader.read(file(ReportJson.of(SampleReports.masked())), null)
                        .failOn())
                .isEqualTo(FailOn.FAIL);
    }

    /** Written before reports held these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "faults",
                "canaries",
                "cutBytes",
                "strayBytes",
                "contradicted",
                "acknowledged",
                "firstSequence",
                "offset",
                "firstRecords",
                "smallRecords",
                "loopback",
                "directSurplus",
                "device"
            })
    void olderReportsAreReadThatDoNotHold(String field) throws IOException {
        Report masked = SampleReports.masked();
        JsonNode json = JSON.readTree(ReportJson.of(masked));
        List<JsonNode> holding = json.findParents(field);
        assertThat(holding).isNotEmpty();
        holding.forEach(parent -> ((ObjectNode) parent).remove(field));

        Report older = ReportReader.read(file(json.toString()), null);

        assertThat(older.paths()).extracting(Report.PathReport::verdict).isEqualTo(verdicts(masked));
    }

    /** And none that lack anything else. */
    @ParameterizedTest
    @ValueSource(strings = {"payloadBytes", "applicationBytes", "opened", "alerts", "sightings", "dropped"})
    void noReportIsReadThatDoesNotHold(String field) throws IOException {
        JsonNode json = JSON.readTree(ReportJson.of(SampleReports.masked()));
        json.findParents(field).forEach(parent -> ((ObjectNode) parent).remove(field));
        Path file = file(json.toString());

        assertThatThrownBy(() -> ReportReader.read(file, null)).hasMessageEndingWith("/" + field + ": is missing");
    }

    private static List<PathVerdict> verdicts(Report report) {
        return report.paths().stream().map(Report.PathReport::verdict).toList();
    }

    @Test
    void whoReadsItSaysWhatFailsIt() throws IOException {
        Path file = file(ReportJson.of(SampleReports.inconclusive()));

        assertThat(ReportReader.read(file, FailOn.WARN).run()).isEqualTo(RunVerdict.FAIL);
        assertThat(ReportReader.read(file, FailOn.FAIL).run()).isEqualTo(RunVerdict.INCONCLUSIVE);
    }

    @Test
    void whatIsNoTimeStaysInTheEnvironment() throws IOException {
        Path file = file(ReportJson.of(SampleReports.passing())
                .replace("\"started\" : \"2026-11-24T12:00:00Z\"", "\"started\" : \"at noon\""));

        Report report = ReportReader.read(file, null);

        assertThat(report.provenance().started()).isNull();
        assertThat(report.environment()).containsEntry("started", "at noon").doesNotContainKey("ended");
    }

    @Test
    void aRunThatWasAbortedHasNoOtherVerdict() throws IOException {
        String aborted = ReportJson.of(SampleReports.aborted());
        String abort = aborted.substring(aborted.indexOf("\"aborted\""), aborted.lastIndexOf('}'));
        String passing = ReportJson.of(SampleReports.passing());
        Path file = file(passing.substring(0, passing.lastIndexOf('}')) + ", " + abort + "}");

        assertThatThrownBy(() -> ReportReader.read(file, null))
                .hasMessage(file + ": /run: \"PASS\" is not INCONCLUSIVE, as the run was aborted");
    }

    @Test
    void tapsAreUnique() throws IOException {
        String json = ReportJson.of(SampleReports.passing());
        assertThat(json).contains("\"id\" : \"node-2\",\n    \"node\"");
        Path file = file(json.replace("\"id\" : \"node-2\",\n    \"node\"", "\"id\" : \"node-1\",\n    \"node\""));

        assertThatThrownBy(() -> ReportReader.read(file, null))
                .hasMessage(file + ": /taps/1/id: \"node-1\" is not unique: /taps/0/id has it too");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("report.json"), json);
    }
}
