package io.ambientprober.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.ProbePath.Handshake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeJsonTest {
    private static final String SPIFFE = "spiffe://cluster.local/ns/ambient-prober-mesh/sa/prober-server";

    @Test
    void what_is_written_can_be_read() throws IOException {
        List<HandshakeResult> results = List.of(
                result("server-node-1", true),
                new HandshakeResult("b", false, null, null, null, null, null, null, null, null, null, List.of()),
                new HandshakeResult(
                        "c", null, null, null, null, null, null, null, null, null, null, List.of("timed-out")));

        assertThat(HandshakeJson.read(HandshakeJson.bytes(results))).isEqualTo(results);
    }

    @Test
    void as_many_as_are_allowed_are_said_whole() throws IOException {
        List<HandshakeResult> results = IntStream.range(0, HandshakeJson.MAX_RESULTS)
                .mapToObj(i -> result("server-gke-cluster-1-default-pool-0b2c-" + i, true))
                .toList();

        assertThat(HandshakeJson.read(HandshakeJson.bytes(results))).isEqualTo(results);
    }

    /** The longest that a pod may answer is {@code Order.MAX_OUTCOME}. */
    @Test
    void however_much_there_is_to_say_it_has_a_bound() throws IOException {
        List<String> words = Collections.nCopies(10, "timed-out: " + "a\u00fc".repeat(10_000));
        List<HandshakeResult> results =
                Collections.nCopies(HandshakeJson.MAX_RESULTS, with("n".repeat(63), true, words));

        byte[] json = HandshakeJson.bytes(results);

        assertThat(json).hasSizeLessThan(1 << 20);
        assertThat(HandshakeJson.read(json))
                .hasSameSizeAs(results)
                .allSatisfy(result -> assertThat(result.findings()).hasSize(10));
    }

    @Test
    void too_many_results_and_unfit_names_are_the_callers_mistake() {
        assertThatThrownBy(() -> HandshakeJson.bytes(Collections.nCopies(33, result("a", true))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HandshakeJson.bytes(List.of(result("a b", true))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fields_of_later_versions_are_ignored_and_absent_ones_are_unknown() throws IOException {
        assertThat(read("{\"version\":1,\"more\":{},\"results\":[{\"name\":\"a\",\"mutual\":null,\"later\":[1]}]}"))
                .containsExactly(new HandshakeResult(
                        "a", null, null, null, null, null, null, null, null, null, null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":2,\"results\":[]}",
                "{\"version\":1,\"results\":{}}",
                "{\"version\":1,\"results\":[1]}",
                "{\"version\":1,\"results\":[{}]}",
                "{\"version\":1,\"results\":[{\"name\":\"a\",\"mutual\":\"yes\"}]}",
                "{\"version\":1,\"results\":[{\"name\":\"a\",\"alert\":\"116\"}]}",
                "{\"version\":1,\"results\":[{\"name\":\"a\",\"notAfter\":\"tomorrow\"}]}",
                "{\"version\":1,\"results\":[{\"name\":\"a\",\"findings\":[1]}]}",
                "{\"version\":1,\"results\":[{\"name\":\"a\",\"authority\":\"me\"}]}",
                "{\"version\":1,\"results\":[{\"name\":\"a\",\"mutual\":true,\"mutual\":false}]}",
                "{\"version\":1,\"results\":[]} {}",
                "{\"version\":1,\"results\":[",
                "garbage"
            })
    void anything_else_is_refused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void what_is_too_large_is_not_even_parsed() {
        assertThatThrownBy(() -> read(" ".repeat((1 << 20) + 1))).hasMessageContaining("larger than");
        assertThatThrownBy(() -> read("[".repeat(1000))).isInstanceOf(IOException.class);
    }

    @Test
    void a_plan_holds_nothing_where_nothing_could_be_told() {
        assertThat(result("a", null).planned()).isNull();
        assertThat(result("a", true).planned())
                .isEqualTo(new Handshake(true, SPIFFE, result("a", true).findings()));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"MESH, true, true", "UNVERIFIED, true, false", "FOREIGN, -, -", "-, true, false"})
    void a_plan_names_an_identity_only_where_the_mesh_vouches_for_it(
            @Nullable Authority authority, @Nullable Boolean planned, @Nullable Boolean named) throws IOException {
        HandshakeResult result =
                new HandshakeResult("a", true, SPIFFE, authority, null, null, null, null, null, null, null, List.of());
        Handshake handshake = result.planned();

        assertThat(handshake == null ? null : handshake.mutual()).isEqualTo(planned);
        assertThat(handshake == null ? null : handshake.spiffe() != null).isEqualTo(named);
        assertThat(HandshakeJson.read(HandshakeJson.bytes(List.of(result)))).containsExactly(result);
    }

    @Test
    void a_foreign_server_that_lets_strangers_in_is_not_mutual_all_the_same() {
        HandshakeResult result = new HandshakeResult(
                "a", false, null, Authority.FOREIGN, null, null, null, null, null, null, null, List.of("x"));

        assertThat(result.planned()).isEqualTo(new Handshake(false, null, List.of("x")));
    }

    private static List<HandshakeResult> read(String json) throws IOException {
        return HandshakeJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static HandshakeResult result(String name, @Nullable Boolean mutual) {
        return with(
                name,
                mutual,
                List.of(
                        "identity-matches: the server's certificate is for the namespace and service account of its pod",
                        "stranger-refused: alert certificate_required (116)",
                        "foreign-ca-refused: alert unknown_ca (48)"));
    }

    private static HandshakeResult with(String name, @Nullable Boolean mutual, List<String> findings) {
        return new HandshakeResult(
                name,
                mutual,
                SPIFFE,
                Authority.MESH,
                "1.3",
                "0x1302",
                "h2",
                Instant.parse("2026-11-25T12:00:00Z"),
                "EC P-256",
                116,
                48,
                findings);
    }
}
