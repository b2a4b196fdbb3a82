package io.ambientprober.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for all modules together, which only this one sees. */
final class HouseTest {
    private static final Path ROOT = Path.of("..");
    private static final int LONGEST_FILE = 350;

    private static List<Path> product() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                16,
                (file, attributes) -> file.toString().matches("\\.\\./prober-[a-z]+/src/main/java/.*\\.java"))) {
            return files.toList();
        }
    }

    @Test
    void noFileOfTheProductIsLong() throws IOException {
        assertThat(product())
                .hasSizeGreaterThan(300)
                .allSatisfy(file -> assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LONGEST_FILE));
    }

    @Test
    void noTwoFilesHaveOneName() throws IOException {
        assertThat(product())
                .extracting(file -> file.getFileName().toString())
                .filteredOn(name -> !name.equals("package-info.java"))
                .doesNotHaveDuplicates();
    }

    /** What stands beside the agent's jar, as it was built for this test. */
    @Test
    void anAgentCarriesNothingThatKnowsAClusterOrReadsYaml() throws IOException {
        List<String> jars;
        try (Stream<Path> dist = Files.list(ROOT.resolve("prober-agent/target/dist"))) {
            jars = dist.map(jar -> jar.getFileName().toString()).collect(Collectors.toList());
        }

        assertThat(jars)
                .anyMatch(jar -> jar.startsWith("prober-agent-"))
                .anyMatch(jar -> jar.startsWith("prober-core-"))
                .anyMatch(jar -> jar.startsWith("slf4j-nop-"))
                .noneMatch(jar -> jar.startsWith("prober-controller-"))
                .noneMatch(jar -> jar.contains("kubernetes") || jar.contains("snakeyaml"));
    }
}
