package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.wire.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftPathsTest {
    private static final Waypoint WAYPOINT = new Waypoint(ips("10.0.9.9"));
    private static final Coverage COVERAGE = Coverage.ring(List.of("n1", "n2"), EnumSet.allOf(Way.class), true);

    private static List<IpAddress> ips(String... ips) {
        return Stream.of(ips).map(IpAddress::parse).toList();
    }

    /** Every pod has both families; its Service those that were chosen. */
    private static List<PathDraft> drafts(RunOptions options, @Nullable Waypoint waypoint, String... vips) {
        return drafts(options, waypoint, EnumSet.of(Way.SERVICE), vips);
    }

    private static List<PathDraft> drafts(
            RunOptions options, @Nullable Waypoint waypoint, Set<Way> throughWaypoint, String... vips) {
        List<ServerPlace> places = COVERAGE.servers().stream()
                .map(order -> new ServerPlace(
                        order,
                        new Server("b", order.name(), order.node(), ips("10.0.0.2", "fd00::2"), 8080, true),
                        order.zone() == Zone.MESH ? new Service(order.name(), ips(vips), 80) : null,
                        order.zone() == Zone.MESH ? waypoint : null,
                        throughWaypoint))
                .toList();
        return DraftPaths.of(COVERAGE, places, options);
    }

    private static RunOptions options(int bytes, boolean policies) {
        RunOptions usual = RunOptions.USUAL;
        return new RunOptions(
                usual.connections(),
                bytes,
                policies,
                usual.concurrency(),
                usual.timeout(),
                usual.connectTimeout(),
                usual.requestTimeout());
    }

    @Test
    void dialsPodsInTheFamiliesOfTheirServices() {
        assertThat(drafts(RunOptions.USUAL, null, "10.96.0.1"))
                .allMatch(draft -> draft.target().isV4());
        assertThat(drafts(RunOptions.USUAL, null, "fd00::96"))
                .noneMatch(draft -> draft.target().isV4());
        assertThat(drafts(RunOptions.USUAL, null, "10.96.0.1", "fd00::96"))
                .filteredOn(draft -> draft.service() == null)
                .extracting(draft -> draft.target().isV4())
                .as("those of the control, which has no Service, first and last")
                .containsExactly(true, false, true, false, true, false, true, false);
    }

    @Test
    void sendsAsManyBytesAsAskedFor() {
        assertThat(drafts(options(5000, true), null, "10.96.0.1", "fd00::96"))
                .allMatch(draft ->
                        draft.canary().requestBytes() == 5000 && draft.canary().responseBytes() == 5000);
    }

    /**
     * Three paths of each pod in two families, with four connections and two policy ports each: 36 streams that a waypoint may put on the same
     * connections, those that dial the pod among them.
     */
    @Test
    void sendsMoreWhereAWaypointWouldHideAMissingOne() {
        List<PathDraft> drafts = drafts(options(16_384, true), WAYPOINT, "10.96.0.1", "fd00::96");

        assertThat(drafts)
                .filteredOn(draft -> draft.route().client().zone() == Zone.MESH)
                .allMatch(draft -> draft.canary().requestBytes() == 32 * 1024
                        && draft.canary().responseBytes() == 32 * 1024);
        assertThat(drafts)
                .filteredOn(draft -> draft.route().client().zone() == Zone.PLAIN)
                .allMatch(draft -> draft.canary().requestBytes() == 16_384);
    }

    @Test
    void sendsNoMoreThroughAWaypointThanItTakes() {
        assertThat(drafts(options(16_384, false), WAYPOINT, "10.96.0.1"))
                .allMatch(draft -> draft.canary().requestBytes() == 16_384);
    }

    /** A Service's address and a pod's are each their own matter: what a waypoint does not take goes past it, as it should. */
    @ParameterizedTest
    @CsvSource({"SERVICE, true, false", "POD_IP, false, true", "SERVICE;POD_IP, true, true", "'', false, false"})
    void declaresTheWaypointForWhatItTakes(String takes, boolean ofServices, boolean ofPods) {
        Set<Way> ways = Stream.of(takes.split(";"))
                .filter(way -> !way.isEmpty())
                .map(Way::valueOf)
                .collect(Collectors.toSet());

        assertThat(drafts(RunOptions.USUAL, WAYPOINT, ways, "10.96.0.1"))
                .filteredOn(draft -> draft.route().client().zone() == Zone.MESH)
                .isNotEmpty()
                .allSatisfy(draft -> assertThat(draft.withoutClient().waypoint() != null)
                        .as(draft.name())
                        .isEqualTo(draft.service() == null ? ofPods : ofServices));
    }
}
