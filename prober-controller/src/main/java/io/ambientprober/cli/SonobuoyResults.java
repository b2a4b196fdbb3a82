package io.ambientprober.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Results as a Sonobuoy plugin leaves them (result format {@code junit}): a file, and then a file {@code done} that holds the path of
 * the first and nothing else, for which Sonobuoy's worker waits (sonobuoy, pkg/worker/worker.go).
 */
final class SonobuoyResults {
    private static final String RESULTS = "ambient-prober.xml";
    private static final String DONE = "done";

    private SonobuoyResults() {}

    /** What Sonobuoy says, or else its usual folder. */
    static Path folder(@Nullable String variable) {
        return Path.of(variable == null || variable.isEmpty() ? "/tmp/sonobuoy/results" : variable);
    }

    static void write(Path folder, String junit) throws IOException {
        Path results = folder.resolve(RESULTS).toAbsolutePath();
        WholeFile.write(results, junit);
        WholeFile.write(folder.resolve(DONE), results.toString());
    }
}
