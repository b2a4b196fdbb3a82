package io.ambientprober.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output that is kept as a file; {@code ./mvnw test -Dgolden.update=true} writes the files again, for a diff to be read. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/report");

    private Golden() {}

    static void assertGolden(String name, String output) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, output);
        }
        assertThat(output).isEqualTo(Files.readString(file));
    }
}
