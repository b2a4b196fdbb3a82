package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.INCONCLUSIVE;
import static io.ambientprober.verdict.Verdict.NOT_JUDGED;
import static io.ambientprober.verdict.Verdict.PASS;
import static io.ambientprober.verdict.Verdict.WARN;

/** Did the mesh see the Service, or did a socket-level load balancer rewrite the address first? */
public enum ServicePathReason implements Reason {
    POD_IP(NOT_JUDGED, "pod-ip"),
    NOT_IN_MESH(NOT_JUDGED, "not-in-mesh"),
    NOT_ENCRYPTED(NOT_JUDGED, "not-encrypted"),
    WAYPOINT(PASS, "waypoint"),
    WAYPOINT_BYPASSED(FAIL, "waypoint-bypassed"),
    SERVICE(PASS, "service"),
    SERVICE_LOST(WARN, "service-lost"),
    NO_WITNESS(INCONCLUSIVE, "no-witness");

    private final Verdict verdict;
    private final String code;

    ServicePathReason(Verdict verdict, String code) {
        this.verdict = verdict;
        this.code = code;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public String code() {
        return code;
    }
}
