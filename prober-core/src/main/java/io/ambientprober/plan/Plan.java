package io.ambientprober.plan;

import io.ambientprober.plan.ProbePath.Expectation;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What was meant and what the pods saw: the input of a judgement, live or offline.
 *
 * @param run the run key: 12 characters of Crockford base32
 * @param hbonePort the port of HBONE, 15008 in every released ztunnel
 * @param policies whether the run had put its DENY and ALLOW policies in force
 */
public record Plan(String run, int hbonePort, boolean policies, List<ProbePath> paths, List<Tap> taps) {
    /** The only version of plan.json that this code reads and writes. */
    public static final int VERSION = 1;

    /** HBONE's in every released ztunnel (ztunnel, src/config.rs). */
    public static final int HBONE_PORT = 15008;

    public Plan {
        paths = List.copyOf(paths);
        taps = List.copyOf(taps);
    }

    /** What makes up one client while its address is not known yet: pods of a run have their names late, and are one on each node. */
    private record ClientPlace(String node, String namespace, String pod, Expectation expect) {
        static ClientPlace of(ProbePath path) {
            return new ClientPlace(
                    path.client().node(),
                    path.client().namespace(),
                    path.client().pod(),
                    path.expect());
        }
    }

    /** The largest sum over all paths of one client. */
    public long mostOfOneClient(ToLongFunction<ProbePath> measure) {
        return paths.stream()
                .collect(Collectors.groupingBy(ClientPlace::of, Collectors.summingLong(measure)))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }
}
