package io.ambientprober.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutcomeTest {
    @Test
    void hasTheFieldsOfThePlan() {
        Outcome outcome = new Outcome(4, 3, List.of(IpAddress.parse("10.96.0.10")), false, null);
        ClientReport report =
                new ClientReport(outcome, List.of("a \"quoted\" error"), List.of(IpAddress.parse("fd00::1")), 12);

        assertThat(OutcomeJson.of(report))
                .isEqualTo("{\"connected\":4,\"delivered\":3,\"peers\":[\"10.96.0.10\"],\"deniedPortReached\":false,"
                        + "\"identityPortReached\":null,\"errors\":[\"a \\\"quoted\\\" error\"],"
                        + "\"localAddresses\":[\"fd00::1\"],\"milliseconds\":12}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 63, 64, 1000})
    void fitsATerminationMessageAndStaysJson(int many) throws IOException {
        List<IpAddress> addresses = IntStream.range(0, Math.min(many, 64))
                .mapToObj(i -> IpAddress.parse("fd00:1111:2222:3333:4444:5555:6666:%x".formatted(0x1000 + i)))
                .toList();
        List<String> errors =
                IntStream.range(0, many).mapToObj(i -> "\\\"".repeat(90) + i).toList();
        Outcome outcome = new Outcome(10_000, 10_000, addresses, true, true);

        String text = OutcomeJson.of(new ClientReport(outcome, errors, addresses, Long.MAX_VALUE));

        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
        JsonNode json = new JsonMapper().readTree(text);
        assertThat(json.path("connected").intValue()).isEqualTo(10_000);
        assertThat(json.path("peers").size()).isGreaterThanOrEqualTo(Math.min(addresses.size(), 8));
    }

    /** As root, whom nothing keeps from putting a file in the place of a device. */
    @Test
    void leavesWhatIsNoFileWhatItIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "");
        Path link = Files.createSymbolicLink(folder.resolve("outcome"), file);

        OutcomeFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void replacesAFileWhole(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("outcome"), "old and longer");

        OutcomeFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining("glob:**outcome");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }
}
