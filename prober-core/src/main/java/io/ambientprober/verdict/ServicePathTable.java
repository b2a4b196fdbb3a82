package io.ambientprober.verdict;

import static io.ambientprober.verdict.ServicePathReason.NOT_ENCRYPTED;
import static io.ambientprober.verdict.ServicePathReason.NOT_IN_MESH;
import static io.ambientprober.verdict.ServicePathReason.NO_WITNESS;
import static io.ambientprober.verdict.ServicePathReason.POD_IP;
import static io.ambientprober.verdict.ServicePathReason.SERVICE;
import static io.ambientprober.verdict.ServicePathReason.SERVICE_LOST;
import static io.ambientprober.verdict.ServicePathReason.WAYPOINT;
import static io.ambientprober.verdict.ServicePathReason.WAYPOINT_BYPASSED;

import java.util.List;
import java.util.function.BiPredicate;

/** Did the mesh see the Service? The first row that holds decides. */
final class ServicePathTable {
    private record Row(ServicePathReason reason, BiPredicate<PathFacts, EncryptionReason> holds) {}

    private static final List<Row> ROWS = List.of(
            new Row(NOT_IN_MESH, (path, encryption) -> path.expectsPlaintext()),
            new Row(POD_IP, (path, encryption) -> path.path().service() == null && !path.hasWaypoint()),
            new Row(NOT_IN_MESH, (path, encryption) -> !path.inMesh()),
            new Row(NOT_ENCRYPTED, (path, encryption) -> encryption.verdict() == Verdict.FAIL),
            new Row(WAYPOINT_BYPASSED, (path, encryption) -> path.bypassed()),
            new Row(WAYPOINT, (path, encryption) -> path.throughWaypoint() && encryption.verdict() == Verdict.PASS),
            new Row(SERVICE_LOST, (path, encryption) -> !path.hasWaypoint() && path.peerIsPod()),
            new Row(SERVICE, (path, encryption) -> !path.hasWaypoint() && path.peerIsService()),
            new Row(NO_WITNESS, (path, encryption) -> true));

    private ServicePathTable() {}

    static ServicePathReason judge(PathFacts path, EncryptionReason encryption) {
        return ROWS.stream()
                .filter(row -> row.holds().test(path, encryption))
                .map(Row::reason)
                .findFirst()
                .orElseThrow();
    }
}
