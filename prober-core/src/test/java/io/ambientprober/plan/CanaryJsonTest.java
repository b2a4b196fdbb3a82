package io.ambientprober.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.Order;
import io.ambientprober.wire.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body says is an outcome of the canaries that it was asked for, or nothing. */
final class CanaryJsonTest {
    private static final Canary CANARY = new Canary(4, 1000, 1000);
    private static final List<String> HOSTILE =
            List.of("/etc/passwd", "../../x", "..", "\\u0000", "node-2", "\\u001b[2J", "x".repeat(4000));

    private static CanaryOutcome read(String json) throws PlanFormatException {
        return CanaryJson.read("pod a/b", json.getBytes(StandardCharsets.UTF_8), CANARY);
    }

    private static String report(int connected, int delivered, String peers, String errors) {
        return "{\"connected\":%d,\"delivered\":%d,\"peers\":[%s],\"deniedPortReached\":null,\"identityPortReached\":null,\"errors\":[%s]}"
                .formatted(connected, delivered, peers, errors);
    }

    @Test
    void readsWhatItWrote() throws PlanFormatException {
        CanaryOutcome outcome = new CanaryOutcome(
                4,
                3,
                List.of(IpAddress.parse("10.96.0.10")),
                false,
                null,
                List.of("a \"quoted\" error"),
                List.of(IpAddress.parse("fd00::1")),
                12);

        String json = new String(CanaryJson.bytes(outcome), StandardCharsets.UTF_8);

        assertThat(json)
                .isEqualTo("{\"connected\":4,\"delivered\":3,\"peers\":[\"10.96.0.10\"],\"deniedPortReached\":false,"
                        + "\"identityPortReached\":null,\"errors\":[\"a \\\"quoted\\\" error\"],"
                        + "\"localAddresses\":[\"fd00::1\"],\"milliseconds\":12}");
        assertThat(read(json)).isEqualTo(outcome);
        assertThat(CanaryJson.counted(outcome).toString())
                .isEqualTo(json.substring(0, json.indexOf(",\"errors")) + "}");
    }

    /** A client keeps 64 of each, and 200 characters of a failure. */
    @Test
    void theLongestIsNoLongerThanAnAnswerMayBe() {
        List<IpAddress> addresses = IntStream.range(0, 64)
                .mapToObj(i -> IpAddress.parse("fd00:1111:2222:3333:4444:5555:6666:%x".formatted(0x1000 + i)))
                .toList();
        List<String> errors = Collections.nCopies(64, "\\\"".repeat(100));

        assertThat(CanaryJson.bytes(
                        new CanaryOutcome(10_000, 10_000, addresses, true, true, errors, addresses, Long.MAX_VALUE)))
                .hasSizeBetween(25_000, Order.MAX_OUTCOME);
    }

    @Test
    void everyStringMayBeHostile() throws PlanFormatException {
        for (String hostile : HOSTILE) {
            String text = "\"" + hostile + "\"";
            assertThatThrownBy(() -> read(report(4, 3, text, "")))
                    .as("peer %s", hostile)
                    .isInstanceOf(PlanFormatException.class)
                    .hasMessageStartingWith("pod a/b: /peers/0: ")
                    .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(300));
            assertThat(read(report(4, 3, "", text)).delivered()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, '', /connected: 5 is more than the 4 connections of the canary",
        "4, 5, '', /delivered: 5 is more than the 4 connected",
        "0, 1, '', /delivered: 1 is more than the 0 connected",
        "-1, -1, '', /connected: -1 is not between 0 and 2147483647",
        "0, 0, '\"10.0.0.1\"', '/peers: peers were shown, and nothing was connected'"
    })
    void saysWhatCannotBe(int connected, int delivered, String peers, String complaint) {
        assertThatThrownBy(() -> read(report(connected, delivered, peers, "")))
                .isInstanceOf(PlanFormatException.class)
                .hasMessage("pod a/b: " + complaint);
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
        assertThatThrownBy(() -> read(text)).isInstanceOf(PlanFormatException.class);
    }
}
