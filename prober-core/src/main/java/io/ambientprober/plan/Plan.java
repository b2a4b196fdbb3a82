package io.ambientprober.plan;

import java.util.List;

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

    public Plan {
        paths = List.copyOf(paths);
        taps = List.copyOf(taps);
    }
}
