package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileTextTest {
    private static final String HOSTILE =
            "a\u001b[2J\u009b31m\r\n√ b\u202ecba\u2066\u200b\u2028\u0007\u007f\ufeff\udb40\udc41";

    @ParameterizedTest
    @EnumSource(Detail.class)
    void noTerminalEverSeesIt(Detail detail) {
        String table = ReportTable.of(SampleReports.named(HOSTILE), detail, new Style(true, false));

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
        String json = ReportJson.of(SampleReports.named(HOSTILE));

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
}
