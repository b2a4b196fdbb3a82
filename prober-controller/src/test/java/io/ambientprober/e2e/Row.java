package io.ambientprober.e2e;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of the mesh, and what a run must say of it. In every text {@code {0}} and {@code {1}} are the names of the first two nodes,
 * and {@code {standing0}} the standing canary of the first.
 *
 * @param states arguments of the {@code scenario} command, one call each, on top of a healthy mesh
 * @param arguments of {@code prober run}
 * @param expected for every path but the control; the first whose name fits counts
 */
record Row(String name, List<String> states, List<String> arguments, int exitCode, List<Expected> expected) {
    /** What of the control, whatever the mesh does. */
    static final Expected CONTROL = new Expected("control, .*", "EXPECTED plaintext", "NOT_JUDGED not-in-mesh", null);

    /**
     * Verdict and reason, exactly.
     *
     * @param path regular expression for the path's name
     * @param policy null where it does not matter, for example as nothing was tried
     */
    record Expected(
            String path,
            String encryption,
            String servicePath,
            @Nullable String policy) {}

    @Override
    public String toString() {
        return name;
    }
}
