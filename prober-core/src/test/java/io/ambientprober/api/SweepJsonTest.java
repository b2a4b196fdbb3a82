package io.ambientprober.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepJsonTest {
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00.123Z");
    private static final PodName POD = new PodName("mesh", "client-1");
    private static final TimedSweep SWEEP = new TimedSweep(
            new SweepOrder(
                    List.of(
                            new Target(POD, IpAddress.parse("10.1.1.2"), 15008),
                            new Target(new PodName("mesh", "client-2"), IpAddress.parse("fd00::2"), 15009)),
                    "-----BEGIN CERTIFICATE-----\n"),
            Duration.ofSeconds(15));

    private static final String TARGET =
            "{\"namespace\":\"mesh\",\"pod\":\"client-1\",\"address\":\"10.1.1.2\",\"port\":15008}";

    private static SweepOrder order(int pods) {
        return new SweepOrder(
                IntStream.range(0, pods)
                        .mapToObj(i -> new Target(new PodName("mesh", "client-" + i), IpAddress.v4(i), 15008))
                        .toList(),
                "");
    }

    private static Swept swept(String name, @Nullable Instant notBefore, List<String> findings) {
        HandshakeResult result = new HandshakeResult(
                name,
                true,
                "spiffe://cluster.local/ns/mesh/sa/client",
                Authority.MESH,
                "1.3",
                "0x1302",
                "h2",
                AT,
                "EC P-256",
                116,
                48,
                findings);
        return new Swept(AT, Answer.TLS, result, notBefore);
    }

    private static Swept silent(String name, Answer answer) {
        return new Swept(
                AT,
                answer,
                new HandshakeResult(name, null, null, null, null, null, null, null, null, null, null, List.of("x: y")),
                null);
    }

    @Test
    void anOrderArrivesAsItWasSent() throws IOException {
        TimedSweep most = new TimedSweep(order(SweepOrder.MAX_TARGETS), Duration.ofMillis(1));

        assertThat(SweepOrderJson.read(SweepOrderJson.bytes(SWEEP))).isEqualTo(SWEEP);
        assertThat(SweepOrderJson.read(SweepOrderJson.bytes(most))).isEqualTo(most);
    }

    @Test
    void anOrderHasBounds() {
        SweepOrder twice = new SweepOrder(
                List.of(
                        SWEEP.order().targets().getFirst(),
                        SWEEP.order().targets().getFirst()),
                "");

        assertThatThrownBy(() -> read(new TimedSweep(order(SweepOrder.MAX_TARGETS + 1), SWEEP.time())))
                .hasMessage("the sweep: more than 1000 targets");
        assertThatThrownBy(() -> read(new TimedSweep(twice, SWEEP.time())))
                .hasMessage("the sweep: a pod is named twice");
        assertThatThrownBy(() -> read(new TimedSweep(order(1), Duration.ofMillis(15_001))))
                .hasMessage("the sweep: /timeMillis: 15001 is not between 1 and 15000");
        assertThatThrownBy(() -> read(new TimedSweep(new SweepOrder(List.of(), "x".repeat(1 << 20)), SWEEP.time())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exceeds a bound");
    }

    private static void read(TimedSweep sweep) throws IOException {
        SweepOrderJson.read(SweepOrderJson.bytes(sweep));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "garbage",
                "{\"timeMillis\":1,\"roots\":\"\"}",
                "{\"timeMillis\":\"1\",\"roots\":\"\",\"targets\":[]}",
                "{\"timeMillis\":1,\"roots\":null,\"targets\":[]}",
                "{\"timeMillis\":1,\"roots\":\"\",\"targets\":[],\"more\":1}",
                "{\"timeMillis\":1,\"roots\":\"\",\"targets\":[]} {}",
                "{\"timeMillis\":1,\"roots\":\"\",\"targets\":[1]}"
            })
    void anythingElseIsNoOrder(String json) {
        assertThatThrownBy(() -> SweepOrderJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-1->a/b",
                "client-1->",
                "client-1->a\\u0000",
                "mesh->a b",
                "10.1.1.2->localhost",
                "10.1.1.2->10.1.1",
                "15008->0",
                "15008->65536"
            })
    void aTargetIsAPodWithAnAddressAndAPort(String change) {
        String[] both = change.split("->", 2);
        String json = "{\"timeMillis\":1,\"roots\":\"\",\"targets\":[" + TARGET.replace(both[0], both[1]) + "]}";

        assertThatThrownBy(() -> SweepOrderJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the sweep: /targets/0/");
    }

    @Test
    void anAnswerArrivesAsItWasSent() throws IOException {
        List<Swept> swept = List.of(
                swept("mesh/client-0", AT.minusSeconds(60), List.of("a: b")),
                silent("mesh/client-1", Answer.NONE),
                silent("mesh/client-2", Answer.NOT_TLS),
                silent("mesh/client-3", Answer.UNKNOWN));

        Map<PodName, Swept> read =
                SweepAnswerJson.read(order(5), SweepAnswerJson.bytes(swept)).orElseThrow();

        assertThat(read.values()).containsExactlyInAnyOrderElementsOf(swept);
        assertThat(read.get(new PodName("mesh", "client-1"))).isEqualTo(swept.get(1));
        assertThat(SweepAnswerJson.read(order(5), SweepAnswerJson.bytes(List.of()))
                        .orElseThrow())
                .isEmpty();
    }

    /** Names as long as they may be, more findings than there are, each as long as any. */
    @Test
    void thirtyPodsTakeNoMoreThan64Kilobytes() throws IOException {
        List<String> words = Collections.nCopies(64, "identity-differs: expected " + "\"".repeat(1000));
        List<Swept> swept = IntStream.range(0, 30)
                .mapToObj(i -> swept("n".repeat(63) + "/" + "p".repeat(60) + i, AT, words))
                .toList();

        byte[] worst = SweepAnswerJson.bytes(swept);
        byte[] usual = SweepAnswerJson.bytes(IntStream.range(0, 30)
                .mapToObj(i -> swept(
                        "some-namespace/some-deployment-7d5c8f9b6c-abcd" + i,
                        AT,
                        List.of(
                                "stranger-refused: alert certificate_required (116)",
                                "foreign-ca-refused: alert unknown_ca (48)")))
                .toList());

        assertThat(worst).hasSizeLessThan(SweepAnswerJson.MAX_BYTES / SweepOrder.MAX_TARGETS * 30);
        assertThat(usual).hasSizeLessThan(30 * 600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh/client-9", "other/client-1", "client-1", ""})
    void anAnswerSpeaksOfThoseThatWereAskedOnly(String name) {
        byte[] json = SweepAnswerJson.bytes(List.of(silent(name, Answer.NONE)));

        assertThatThrownBy(() -> SweepAnswerJson.read(order(3), json))
                .isInstanceOf(IOException.class)
                .hasMessage("it names a pod that was not asked, or one pod twice");
    }

    @Test
    void anAnswerSpeaksOnceOfEach() {
        byte[] json = SweepAnswerJson.bytes(
                List.of(silent("mesh/client-1", Answer.NONE), swept("mesh/client-1", AT, List.of())));

        assertThatThrownBy(() -> SweepAnswerJson.read(order(3), json))
                .hasMessage("it names a pod that was not asked, or one pod twice");
    }

    /** Whatever stands anywhere in an answer: it is refused in one line, or says what an answer may say. */
    @Test
    void noAnswerDoesHarm() {
        String honest = new String(
                SweepAnswerJson.bytes(List.of(swept("mesh/client-1", AT, List.of("a: b")))), StandardCharsets.UTF_8);
        List<String> values = values(honest);

        assertThat(values).hasSizeGreaterThan(12);
        assertThat(honest)
                .satisfies(json -> assertThat(SweepAnswerJson.read(order(3), json.getBytes(StandardCharsets.UTF_8))
                                .orElseThrow())
                        .hasSize(1));
        for (String value : values) {
            for (String hostile : List.of(
                    "null",
                    "1",
                    "1e999",
                    "\"\"",
                    "\"garbage\"",
                    "\"+1000000000-12-31T23:59:59Z\"",
                    "\"0xzzzz\"",
                    "true",
                    "[]",
                    "{}",
                    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]",
                    "\"" + "x".repeat(20_000) + "\"")) {
                byte[] json = honest.replace(value, hostile).getBytes(StandardCharsets.UTF_8);
                try {
                    assertThat(SweepAnswerJson.read(order(3), json).orElseThrow())
                            .hasSizeLessThanOrEqualTo(1);
                } catch (IOException e) {
                    assertThat(e).message().doesNotContain("\n").hasSizeLessThan(500);
                }
            }
        }
    }

    /** Every value that is not an object, as it stands there. */
    private static List<String> values(String json) {
        return Arrays.stream(json.split("[,{}\\[\\]]"))
                .map(field -> field.substring(field.lastIndexOf("\":") < 0 ? 0 : field.lastIndexOf("\":") + 2))
                .filter(value -> !value.isBlank())
                .distinct()
                .toList();
    }

    @Test
    void whatIsTooLargeIsNotEvenParsed() {
        assertThatThrownBy(() -> SweepAnswerJson.read(order(1), new byte[SweepAnswerJson.MAX_BYTES + 1]))
                .hasMessage("it is larger than " + SweepAnswerJson.MAX_BYTES + " bytes");
    }
}
