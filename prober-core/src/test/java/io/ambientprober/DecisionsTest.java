package io.ambientprober;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/adr/README.md lists every decision, with its title and status. */
final class DecisionsTest {
    private static final Path FOLDER = Path.of("../docs/adr");
    private static final int LONGEST = 45;

    private static List<Path> decisions() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{4}-[a-z0-9-]+\\.md"))
                    .toList();
        }
    }

    @Test
    void theIndexListsEach() throws IOException {
        String index = Files.readString(FOLDER.resolve("README.md"));

        assertThat(decisions()).hasSizeGreaterThan(15).allSatisfy(file -> {
            List<String> lines = Files.readAllLines(file);
            String name = file.getFileName().toString();
            String title = lines.getFirst().replaceFirst("^# ", "");
            String status = lines.get(2).replaceFirst("^Status: ", "");

            assertThat(lines.get(2)).as(name).matches("Status: (proposed|accepted|superseded by \\[\\d{4}].*)");
            assertThat(index)
                    .contains("\n| [" + name.substring(0, 4) + "](" + name + ") | " + title + " | " + status + " | ");
        });
        assertThat(index.lines().filter(line -> line.matches("\\| \\[\\d{4}].*")))
                .hasSameSizeAs(decisions());
    }

    @Test
    void eachIsShort() throws IOException {
        assertThat(decisions())
                .allSatisfy(file ->
                        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(LONGEST));
    }
}
