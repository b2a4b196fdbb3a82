package io.ambientprober.cluster.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a rotation as others may have left it. */
final class KeptRotationTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final List<String> notes = new ArrayList<>();

    @Test
    void itComesBack() {
        RotationState state = RotationState.NONE
                .after(List.of("node-2", "node-1"), NOON)
                .after(List.of("node-3"), NOON.plusSeconds(60));

        assertThat(read(KeptRotation.of(state, "probes"))).isEqualTo(state);
        assertThat(notes).isEmpty();
    }

    @Test
    void whereThereIsNoneYetTheRotationBegins() {
        assertThat(KeptRotation.read(null, notes::add)).isEqualTo(RotationState.NONE);
        assertThat(read(new ConfigMapBuilder().addToData("verdict", "PASS").build()))
                .isEqualTo(RotationState.NONE);
        assertThat(notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"version\":2,\"runs\":1,\"turns\":[]}",
                "{\"version\":1,\"runs\":-1,\"turns\":[]}",
                "{\"version\":1,\"runs\":1000000001,\"turns\":[]}",
                "{\"version\":1,\"runs\":1,\"turns\":[{\"run\":2,\"at\":\"2026-11-24T12:00:00Z\",\"nodes\":[\"node-1\"]}]}",
                "{\"version\":1,\"runs\":1,\"turns\":[{\"run\":1,\"at\":\"noon\",\"nodes\":[\"node-1\"]}]}",
                "{\"version\":1,\"runs\":1,\"turns\":[{\"run\":1,\"at\":\"2026-11-24T12:00:00Z\",\"nodes\":[7]}]}"
            })
    void whatIsNoStateBeginsAnewAndIsSaid(String json) {
        assertThat(read(packed(json.getBytes(StandardCharsets.UTF_8)))).isEqualTo(RotationState.NONE);
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("the rotation begins again: ConfigMap ambient-prober-report: rotation.json.gz")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64 at all!", "bm90IHBhY2tlZA=="})
    void norWhatIsNotPacked(String data) {
        ConfigMap found = new ConfigMapBuilder()
                .addToBinaryData(KeptRotation.PACKED, data)
                .build();

        assertThat(read(found)).isEqualTo(RotationState.NONE);
        assertThat(notes)
                .containsExactly(
                        "the rotation begins again: ConfigMap ambient-prober-report: rotation.json.gz cannot be unpacked");
    }

    /** A few kilobytes that would be gigabytes. */
    @Test
    void norWhatHasNoEnd() {
        assertThat(read(packed(new byte[9 << 20]))).isEqualTo(RotationState.NONE);
        assertThat(notes).singleElement().asString().endsWith("cannot be unpacked");
    }

    @Test
    void noMoreNodesThanAnyClusterHas() {
        List<String> nodes = IntStream.rangeClosed(0, 20_000)
                .mapToObj(i -> "\"node-" + i + "\"")
                .toList();
        String json = "{\"version\":1,\"runs\":1,\"turns\":[{\"run\":1,\"at\":\"2026-11-24T12:00:00Z\",\"nodes\":"
                + nodes + "}]}";

        assertThat(read(packed(json.getBytes(StandardCharsets.UTF_8)))).isEqualTo(RotationState.NONE);
        assertThat(notes).hasSize(1);
    }

    /** Names of which nothing can be packed: as of the report, there is only so much room. */
    @Test
    void ofTooMuchTheOldestGo() {
        Random random = new Random(7);
        RotationState state = RotationState.NONE;
        for (int run = 0; run < 8; run++) {
            Set<String> nodes = new HashSet<>();
            while (nodes.size() < 500) {
                nodes.add(random.ints(200, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            }
            state = state.after(nodes, NOON.plusSeconds(run));
        }

        ConfigMap kept = KeptRotation.of(state, "probes");

        assertThat(Base64.getDecoder().decode(kept.getBinaryData().get(KeptRotation.PACKED)))
                .hasSizeLessThan(128 << 10);
        RotationState back = read(kept);
        assertThat(back.runs()).isEqualTo(8);
        assertThat(back.last().values())
                .isNotEmpty()
                .extracting(RotationState.Turn::run)
                .allMatch(run -> run >= 6);
    }

    @Test
    void fiveThousandNodesFit() {
        RotationState state = RotationState.NONE;
        for (int run = 0; run < 50; run++) {
            int from = 100 * run;
            state = state.after(
                    IntStream.range(from, from + 100)
                            .mapToObj(i -> "ip-10-" + i / 256 + "-" + i % 256 + "-17.eu-central-1.compute.internal")
                            .toList(),
                    NOON.plusSeconds(86_400L * run));
        }

        assertThat(read(KeptRotation.of(state, "probes"))).isEqualTo(state);
    }

    private RotationState read(ConfigMap found) {
        return KeptRotation.read(found, notes::add);
    }

    private static ConfigMap packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new ConfigMapBuilder()
                .addToBinaryData(KeptRotation.PACKED, Base64.getEncoder().encodeToString(packed.toByteArray()))
                .build();
    }
}
