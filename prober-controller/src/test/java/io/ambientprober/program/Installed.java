package io.ambientprober.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests start and that a machine may lack: then the test is skipped, which fails in CI. */
public final class Installed {
    private Installed() {}

    public static void assumeOneOf(String... programs) {
        Assumptions.assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .flatMap(folder -> Stream.of(programs).map(program -> Path.of(folder, program)))
                        .anyMatch(Files::isExecutable),
                () -> String.join(" or ", List.of(programs)) + " is not installed");
    }
}
