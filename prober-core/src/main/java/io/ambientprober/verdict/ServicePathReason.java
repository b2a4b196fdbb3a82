package io.ambientprober.verdict;

import static io.ambientprober.verdict.Verdict.FAIL;
import static io.ambientprober.verdict.Verdict.INCONCLUSIVE;
import static io.ambientprober.verdict.Verdict.NOT_JUDGED;
import static io.ambientprober.verdict.Verdict.PASS;
import static io.ambientprober.verdict.Verdict.WARN;

import java.util.function.Predicate;

/**
 * Did the mesh see the Service, or did a socket-level load balancer rewrite the address first? The first row that holds decides.
 */
public enum ServicePathReason implements Reason, Row<Encrypted> {
    POD_IP(
            NOT_JUDGED,
            "pod-ip",
            of -> !of.path().expectsPlaintext()
                    && of.path().dialsPod()
                    && !of.path().hasWaypoint()),
    NOT_IN_MESH(
            NOT_JUDGED,
            "not-in-mesh",
            of -> of.path().expectsPlaintext() || !of.path().inMesh()),
    NOT_ENCRYPTED(NOT_JUDGED, "not-encrypted", Encrypted::failed),
    WAYPOINT_BYPASSED(FAIL, "waypoint-bypassed", of -> of.path().bypassed()),
    WAYPOINT(PASS, "waypoint", of -> of.path().throughWaypoint() && of.proved()),
    SERVICE_LOST(
            WARN, "service-lost", of -> !of.path().hasWaypoint() && of.path().peerIsPod()),
    SERVICE(PASS, "service", of -> !of.path().hasWaypoint() && of.path().peerIsService()),
    NO_WITNESS(INCONCLUSIVE, "no-witness", of -> true);

    private final Verdict verdict;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a predicate without state
    private final Predicate<Encrypted> holds;

    ServicePathReason(Verdict verdict, String code, Predicate<Encrypted> holds) {
        this.verdict = verdict;
        this.code = code;
        this.holds = holds;
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public boolean holds(Encrypted facts) {
        return holds.test(facts);
    }
}
