package io.ambientprober.evidence;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a node shows that it would have seen plaintext: of a control that begins or ends there, in the same family, each canary that was
 * delivered was read in what the pod on that node sent.
 */
final class Controls {
    private final Plan plan;
    private final LegIndex legs;

    Controls(Plan plan, LegIndex legs) {
        this.plan = plan;
        this.legs = legs;
    }

    /**
     * A check for every node of a path and every family in which something happened there.
     *
     * @param connections of the path, on HBONE and past it, as every node saw them
     */
    List<ControlCheck> of(ProbePath path, Collection<String> pathNodes, List<Seen<Connection>> connections) {
        List<ControlCheck> checks = new ArrayList<>();
        for (String node : pathNodes) {
            for (Family family : Family.values()) {
                if (isAsked(path, node, family, connections)) {
                    checks.add(new ControlCheck(node, family.label(), isSeen(node, family)));
                }
            }
        }
        return checks;
    }

    private static boolean isAsked(ProbePath path, String node, Family family, List<Seen<Connection>> connections) {
        CanaryOutcome outcome = path.outcome();
        return outcome != null && outcome.peers().stream().anyMatch(family::includes)
                || connections.stream()
                        .anyMatch(seen -> seen.node().equals(node)
                                && family.includes(seen.what().client()));
    }

    private boolean isSeen(String node, Family family) {
        return plan.paths().stream()
                .filter(path -> path.expect() == Expectation.PLAINTEXT)
                .anyMatch(control -> isSeen(control, node, family));
    }

    private boolean isSeen(ProbePath control, String node, Family family) {
        List<Direction> own = Stream.of(Direction.values())
                .filter(direction -> sender(control, direction).equals(node))
                .toList();
        CanaryOutcome outcome = control.outcome();
        return !own.isEmpty()
                && outcome != null
                && outcome.delivered() > 0
                && own.stream().allMatch(direction -> read(control, node, family, direction) >= outcome.delivered());
    }

    private static String sender(ProbePath path, Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> path.client().node();
            case SERVER_TO_CLIENT -> path.server().node();
        };
    }

    /** Canaries read on connections without a gap. */
    private long read(ProbePath control, String node, Family family, Direction direction) {
        return connections(control)
                .filter(seen -> seen.node().equals(node))
                .map(Seen::what)
                .filter(connection -> family.includes(connection.client()))
                .filter(connection -> connection.half(direction).isWithoutGap())
                .flatMap(connection -> connection.canaries().stream())
                .filter(canary ->
                        canary.direction() == direction && canary.pathId().equals(control.id()))
                .map(CanaryRead::sequence)
                .distinct()
                .count();
    }

    private Stream<Seen<Connection>> connections(ProbePath control) {
        List<IpAddress> client = control.client().ips();
        Stream<Seen<Connection>> toPod =
                legs.find(client, control.server().ips(), control.server().port()).stream();
        return control.service() == null
                ? toPod
                : Stream.concat(
                        toPod,
                        legs
                                .find(
                                        client,
                                        control.service().ips(),
                                        control.service().port())
                                .stream());
    }
}
