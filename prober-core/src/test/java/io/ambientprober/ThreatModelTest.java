package io.ambientprober;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threat-model.md claims nothing without a test, or says that it is a limit. */
final class ThreatModelTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*Test)`");
    /** Checked by every build, and not by a test. */
    private static final String BUILD = "every build";

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/threat-model.md"));
    }

    @Test
    void theTestsThatItNamesAreThere() throws IOException {
        List<String> named = TEST.matcher(page())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests()).containsAll(named);
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                16,
                (file, attributes) -> file.toString().contains("/src/test/java/")
                        && file.toString().endsWith("Test.java"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyRowHasATestOrALimit() throws IOException {
        List<String[]> rows = page().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| attempt"))
                .map(line -> line.split("\\|", -1))
                .filter(cells -> cells.length == 5)
                .toList();

        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(cells -> {
            String held = cells[2].strip();
            if (held.isEmpty()) {
                assertThat(cells[3]).as(cells[1]).isNotBlank();
            } else {
                assertThat(held).as(cells[1]).matches(text -> TEST.matcher(text).find() || text.contains(BUILD));
            }
        });
    }
}
