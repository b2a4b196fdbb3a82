package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.plan.PodName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDumpTest {
    static final Path SAMPLE = Path.of("src/test/resources/mesh/config_dump.json");
    private static final PodName CLIENT = new PodName("probe-a", "client-0001");
    private static final PodName SERVER = new PodName("probe-b", "server-1");
    private static final Set<PodName> WANTED = Set.of(CLIENT, SERVER);

    @Test
    void keepsWhatItSaysOfThePodsAndNothingElse() throws IOException {
        ConfigDump dump;
        try (InputStream json = Files.newInputStream(SAMPLE)) {
            dump = ConfigDump.read(json, WANTED);
        }

        assertThat(dump.protocols()).isEqualTo(Map.of(CLIENT, "HBONE", SERVER, "TCP"));
        assertThat(dump.states()).isEqualTo(Map.of(CLIENT, "Up"));
    }

    @Test
    void readsTheMapsOfOlderReleases() throws IOException {
        assertThat(read("""
                {"workloads": {"/10.1.1.2": {"protocol": "HBONE", "uid": "Kubernetes//Pod/probe-a/client-0001",
                  "name": "client-0001", "namespace": "probe-a", "workloadName": "client"}}}
                """).protocols()).isEqualTo(Map.of(CLIENT, "HBONE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"workloads\": null, \"workloadState\": 3}",
                "{\"workloads\": [1, null, [2], {}], \"workloadState\": {\"a\": [], \"b\": {\"info\": 7}}}",
                "{\"workloads\": [{\"name\": {\"x\": 1}, \"namespace\": [], \"protocol\": 4}]}",
                "{\"workloadState\": {\"a\": {\"info\": {\"name\": \"client-0001\", \"namespace\": \"probe-a\"}, \"state\": {\"Up\": 1}}}}"
            })
    void passesOverWhatIsOdd(String json) throws IOException {
        ConfigDump dump = read(json);
        assertThat(dump.protocols()).isEmpty();
        assertThat(dump.states()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "no such page", "{\"workloads\": [", "{\"workloads\": [{\"name\": \"client-0001\"", "{"
            })
    void refusesWhatIsNoDump(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    @Test
    void everyPrefixEndsInAnAnswerOrAnError() throws IOException {
        byte[] sample = Files.readAllBytes(SAMPLE);
        for (int length = 0; length < sample.length - 2; length += 7) {
            ByteArrayInputStream prefix = new ByteArrayInputStream(sample, 0, length);
            assertThatThrownBy(() -> ConfigDump.read(prefix, WANTED)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsWhereInputIsTooLong() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };
        assertThatThrownBy(() -> ConfigDump.read(new BoundedInput(endless, 10_000, _ -> {}), WANTED))
                .hasMessage("is too long");
    }

    private static ConfigDump read(String json) throws IOException {
        return ConfigDump.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), WANTED);
    }
}
