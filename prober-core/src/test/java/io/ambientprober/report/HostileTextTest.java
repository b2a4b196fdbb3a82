package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.input.Printable;
import io.ambientprober.report.export.JUnitReport;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PrometheusReport;
import io.ambientprober.report.export.TerminationMessage;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.text.Detail;
import io.ambientprober.report.text.ReportTable;
import io.ambientprober.report.text.Style;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class HostileTextTest {
    private static final String HOSTILE =
            "a\u001b[2J\u009b31m\r\n√ b\u202ecba\u2066\u200b\u2028\u0007\u007f\ufeff\udb40\udc41";

    @ParameterizedTest
    @EnumSource(Detail.class)
    void noTerminalEverSeesIt(Detail detail) {
        String table = ReportTable.of(TenantSamples.named(HOSTILE), detail, new Style(true, false));

        assertThat(table.replace("\n", "").codePoints())
                .allMatch(c -> !Character.isISOControl(c))
                .noneMatch(c -> Character.getType(c) == Character.FORMAT)
                .noneMatch(c -> Character.getType(c) == Character.SURROGATE)
                .noneMatch(c -> c == 0x2028);
        assertThat(table).contains("a\\u{1b}[2J\\u{9b}31m\\u{d}\\u{a}√ b\\u{202e}cba");
        assertThat(table.lines()).noneMatch(line -> line.startsWith("√ b"));
    }

    @Test
    void jsonIsAsciiAndTrue() throws IOException {
        String json = ReportJson.of(TenantSamples.named(HOSTILE));

        assertThat(json.codePoints()).allMatch(c -> c == '\n' || (c >= ' ' && c <= 0x7f));
        assertThat(new ObjectMapper().readTree(json).at("/paths/0001/name").textValue())
                .isEqualTo(HOSTILE);
    }

    @Test
    void halfACharacterIsANumberToo() {
        assertThat(Printable.of("a\ud800b")).isEqualTo("a\\u{d800}b");
    }

    @Test
    void endlessTextIsCut() {
        assertThat(Printable.of("x".repeat(100_000))).hasSize(1003).endsWith("...");
        assertThat(Printable.of("x".repeat(1000))).hasSize(1000);
    }

    private static final String MARKUP =
            HOSTILE + "<script>window.pwned = 1</script>\"'><img src=x onerror=alert(1)>]]>&amp;--> ";

    @ParameterizedTest
    @ValueSource(strings = {MARKUP, "\ud800 half", "\u0000"})
    void itIsTextInEveryDocument(String hostile) throws Exception {
        for (String document :
                List.of(HtmlReport.of(TenantSamples.named(hostile)), JUnitReport.of(TenantSamples.named(hostile)))) {
            assertThat(document.replace("\n", "").codePoints())
                    .allMatch(c -> !Character.isISOControl(c))
                    .noneMatch(c -> Character.getType(c) == Character.FORMAT)
                    .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
            Document parsed = Xml.parse(document);
            assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
            assertThat(parsed.getElementsByTagName("img").getLength()).isZero();
        }
    }

    @Test
    void aMegabyteOfItMakesNoDocumentLarge() {
        Report report = TenantSamples.named(MARKUP.repeat(1 << 20 >> 6));

        assertThat(HtmlReport.of(report)).hasSizeLessThan(200_000);
        assertThat(JUnitReport.of(report)).hasSizeLessThan(50_000);
        assertThat(PrometheusReport.of(report)).hasSizeLessThan(50_000);
        assertThat(TerminationMessage.of(report)).hasSizeLessThan(TerminationMessage.MAX_BYTES);
        assertThat(PolicyReport.of(report, PolicyReport.Api.WGPOLICY, "x").toString())
                .hasSizeLessThan(50_000);
        assertThat(ReportTable.of(report, Detail.WIDE, Style.PLAIN)).hasSizeLessThan(100_000);
    }
}
