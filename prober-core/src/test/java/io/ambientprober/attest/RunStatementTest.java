package io.ambientprober.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.verdict.FailOn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunStatementTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunStatement STATEMENT = new RunStatement(
            List.of(new BundleFile("plan.json", 12, "ab".repeat(32)), new BundleFile("n.pcap", 0, "cd".repeat(32))),
            "1.2.3",
            List.of(4790));

    @TempDir
    private Path folder;

    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.passing(),
                SampleReports.masked(),
                new Revision(SampleReports.inconclusive()).failingOn(FailOn.WARN),
                new Revision(SampleReports.masked()).leavingOut("1 of 3; it is not ready: node-3"),
                TenantSamples.lostRedirection(),
                TenantSamples.onlyFlows());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void followsFromTheReportThatIsKept(Report report) throws Exception {
        byte[] payload = STATEMENT.of(report);
        Path kept = Files.writeString(folder.resolve("report.json"), ReportJson.of(report));

        assertThat(RunStatement.read(payload)).isEqualTo(STATEMENT);
        assertThat(STATEMENT.same(payload, ReportReader.read(kept, null)))
                .hasToString(new String(payload, StandardCharsets.UTF_8));
    }

    @Test
    void isAnInTotoStatementOfATestResult() throws IOException {
        JsonNode json = JSON.readTree(STATEMENT.of(SampleReports.passing()));

        assertThat(json.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(json.path("predicateType").asText()).isEqualTo("https://in-toto.io/attestation/test-result/v0.1");
        assertThat(json.path("subject").path(1).path("name").asText()).isEqualTo("n.pcap");
        assertThat(json.path("subject").path(1).path("digest").path("sha256").asText())
                .isEqualTo("cd".repeat(32));
        assertThat(json.path("predicate").path("configuration").path(0).path("digest"))
                .isEqualTo(json.path("subject").path(0).path("digest"));
    }

    /** There is no word for it, and it must not be taken for what passed. */
    @Test
    void whatWasNotProvedFailed() throws IOException {
        JsonNode predicate = predicate(SampleReports.inconclusive());

        assertThat(predicate.path("result").asText()).isEqualTo("FAILED");
        assertThat(predicate.path(TestResult.RUN).path("verdict").asText()).isEqualTo("INCONCLUSIVE");
        assertThat(predicate.path("failedTests")).isNotEmpty();
        assertThat(predicate.path("warnedTests")).isNotEmpty();
    }

    @Test
    void everyQuestionThatWasAnsweredIsATest() throws IOException {
        Report report = TenantSamples.lostRedirection();
        JsonNode predicate = predicate(report);

        assertThat(predicate.path("result").asText()).isEqualTo("FAILED");
        assertThat(predicate.path("failedTests")).extracting(JsonNode::asText).contains("flows");
        assertThat(predicate.path(TestResult.RUN).path("flows").path("verdict").asText())
                .isEqualTo("FAIL");
        assertThat(predicate(SampleReports.passing()).path("passedTests"))
                .extracting(JsonNode::asText)
                .contains("encryption/node-1 to node-2 (0001)", "policy/node-1 to node-2 (0001)");
    }

    @Test
    void aWarningThatFailsTheRunFailed() throws IOException {
        Report report = SampleReports.inconclusive();
        JsonNode warned = predicate(report).path("warnedTests");

        assertThat(warned).isNotEmpty();
        assertThat(predicate(new Revision(report).failingOn(FailOn.WARN)).path("failedTests"))
                .containsAll(warned);
    }

    @Test
    void theKeyOfTheRunIsNotInIt() {
        Report report = SampleReports.passing();

        assertThat(STATEMENT.of(report)).asString(StandardCharsets.UTF_8).doesNotContain(report.runKey());
    }

    @Test
    void whatDiffersIsNamed() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(STATEMENT.of(SampleReports.masked()));
        ((ObjectNode) json.path("predicate")).put("result", "PASSED");

        assertThatThrownBy(() -> STATEMENT.same(bytes(json), SampleReports.masked()))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "the signed statement: /predicate/result: \"PASSED\" is not what the evidence comes to, which is"
                                + " \"FAILED\"");

        ObjectNode shorter = (ObjectNode) JSON.readTree(STATEMENT.of(SampleReports.masked()));
        ((ObjectNode) shorter.path("predicate")).remove("failedTests");
        assertThatThrownBy(() -> STATEMENT.same(bytes(shorter), SampleReports.masked()))
                .hasMessage("the signed statement: /predicate: an object is not what the evidence comes to");
    }

    @Test
    void anotherStatementUnderTheSameKeyIsNone() throws IOException {
        for (String field : List.of("_type", "predicateType", "subject", "predicate")) {
            ObjectNode json = (ObjectNode) JSON.readTree(STATEMENT.of(SampleReports.masked()));
            json.put(field, "https://slsa.dev/provenance/v1");

            assertThatThrownBy(() -> RunStatement.read(bytes(json)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("the signed statement: /" + field);
        }
    }

    @Test
    void aFileIsThereOnce() throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(STATEMENT.of(SampleReports.masked()));
        json.withArray("subject").add(json.path("subject").path(0));

        assertThatThrownBy(() -> RunStatement.read(bytes(json)))
                .hasMessage("the signed statement: /subject/2/name: is there twice");
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode predicate(Report report) throws IOException {
        return JSON.readTree(STATEMENT.of(report)).path("predicate");
    }
}
