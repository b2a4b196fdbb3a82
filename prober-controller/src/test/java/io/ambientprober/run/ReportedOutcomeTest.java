package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body says is an outcome of the path that it was asked for, or nothing. */
final class ReportedOutcomeTest {
    private static final List<String> HOSTILE =
            List.of("/etc/passwd", "../../x", "..", "\\u0000", "node-2", "\\ud800", "\\u001b[2J", "x".repeat(4000));

    private static String report(int connected, int delivered, String peers, String errors) {
        return "{\"connected\":%d,\"delivered\":%d,\"peers\":[%s],\"errors\":[%s]}"
                .formatted(connected, delivered, peers, errors);
    }

    @Test
    void everyStringMayBeHostile() throws SiteException {
        for (String hostile : HOSTILE) {
            String text = "\"" + hostile + "\"";
            assertThatThrownBy(() -> ReportedOutcome.parse("pod a/b", 4, report(4, 3, text, "")))
                    .as("peer %s", hostile)
                    .isInstanceOf(SiteException.class)
                    .hasMessageStartingWith("pod a/b reported no outcome: ")
                    .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(300));
            assertThat(ReportedOutcome.parse("pod a/b", 4, report(4, 3, "", text))
                            .outcome())
                    .isEqualTo(ReportedOutcome.parse("pod a/b", 4, report(4, 3, "", "\"refused\""))
                            .outcome());
        }
    }

    @Test
    void isNoLongerThanATerminationMessage() {
        String long64 = "{\"x\":\"" + "x".repeat(64 << 20) + "\"}";

        assertThatThrownBy(() -> ReportedOutcome.parse("pod a/b", 4, long64))
                .hasMessage("pod a/b reported more than 4096 characters");
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "4, 5", "0, 1", "-1, -1", "2147483647, 4"})
    void itsCountsMayBe(int connected, int delivered) {
        assertThatThrownBy(() -> ReportedOutcome.parse("pod a/b", 4, report(connected, delivered, "", "")))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("pod a/b reported what cannot be, of 4 connections");
    }

    @Test
    void nobodySeesAPeerWithoutAConnection() {
        assertThatThrownBy(() -> ReportedOutcome.parse("pod a/b", 4, report(0, 0, "\"10.0.0.1\"", "")))
                .isInstanceOf(SiteException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"connected\":\"4\",\"delivered\":4}",
                "[[[[",
                "{\"connected\":1e99999999}"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ReportedOutcome.parse("pod a/b", 4, text)).isInstanceOf(SiteException.class);
    }
}
