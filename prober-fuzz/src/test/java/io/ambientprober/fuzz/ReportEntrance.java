package io.ambientprober.fuzz;

import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.ReportReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** report.json, which every format can be made from again. */
final class ReportEntrance implements Entrance {
    private final ScratchFile file = new ScratchFile("report.json");

    @Override
    public void read(byte[] input) throws IOException {
        Path written = file.holding(input);
        Report report;
        try {
            report = ReportReader.read(written, null);
        } catch (PlanFormatException e) {
            Complaint.requireOneLine(e);
            return;
        }
        String json = ReportJson.of(report);
        Files.writeString(written, json);
        Report again;
        try {
            again = ReportReader.read(written, null);
        } catch (PlanFormatException e) {
            throw new AssertionError("a report that was written cannot be read", e);
        }
        Require.same(json, ReportJson.of(again), "a report, and the same written and read");
        Require.same(report.run(), again.run(), "its verdict");
        Formats.requireAll(report);
    }

    @Override
    public Stream<byte[]> seeds() {
        return Stream.of(
                        SampleReports.passing(),
                        SampleReports.masked(),
                        SampleReports.inconclusive(),
                        SampleReports.aborted(),
                        TenantSamples.lostRedirection(),
                        TenantSamples.onlyFlows())
                .map(report -> ReportJson.of(report).getBytes(StandardCharsets.UTF_8));
    }
}
