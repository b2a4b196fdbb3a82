package io.ambientprober.report.model;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of a path in addition to connections and packets, in sentences. */
public final class PathWords {
    private PathWords() {}

    public static List<String> lines(PathReport path) {
        return Stream.of(planned(path.verdict().path()), reported(path.verdict().path()), surroundings(path.evidence()))
                .flatMap(List::stream)
                .toList();
    }

    public static List<String> planned(ProbePath path) {
        var client = path.client();
        var server = path.server();
        List<String> lines = new ArrayList<>();
        lines.add("from " + client.namespace() + "/" + client.pod() + " on " + client.node() + ", " + list(client.ips())
                + ", " + enrolled(client.enrolled()));
        lines.add("to " + server.namespace() + "/" + server.pod() + " on " + server.node() + ", " + list(server.ips())
                + " port " + server.port() + ", " + enrolled(server.enrolled()));
        if (path.service() != null) {
            lines.add("through Service " + path.service().name() + ", "
                    + list(path.service().ips()) + " port " + path.service().port());
        }
        if (path.waypoint() != null) {
            lines.add("with a waypoint at " + list(path.waypoint().ips()));
        }
        return lines;
    }

    public static List<String> reported(ProbePath path) {
        List<String> lines = new ArrayList<>();
        CanaryOutcome outcome = path.outcome();
        if (outcome == null) {
            lines.add("the client reported nothing");
        } else {
            lines.add("the client opened " + outcome.connected() + " of "
                    + path.canary().connections() + " connections and got "
                    + outcome.delivered() + " answers; its kernel showed as peer: " + list(outcome.peers()));
            lines.add("denied port " + reached(outcome.deniedPortReached()) + ", identity port "
                    + reached(outcome.identityPortReached()));
        }
        Handshake handshake = path.handshake();
        if (handshake != null) {
            lines.add("a handshake without a certificate was " + (handshake.mutual() ? "refused" : "not refused")
                    + (handshake.spiffe() == null ? "" : "; the server is " + handshake.spiffe()));
        }
        return lines;
    }

    /** Of a reduced report, that it keeps none. */
    public static List<String> surroundings(@Nullable PathEvidence evidence) {
        if (evidence == null) {
            return List.of("its evidence is in the whole report");
        }
        return Stream.of(
                        evidence.controls().stream().map(PathWords::control),
                        evidence.loopback().stream().map(PathWords::loopback),
                        evidence.nodeEncryption().stream().map(PathWords::nodeEncryption))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String control(ControlCheck control) {
        return "control over " + control.family() + " on " + control.node() + ": "
                + (control.seen() ? "read in the clear" : "not seen");
    }

    private static String loopback(Seen<LoopbackEvidence> seen) {
        return "on a loopback device of " + seen.node() + ", which is not a wire: "
                + seen.what().packets() + " packets in the clear";
    }

    private static String nodeEncryption(Seen<NodeEncryption> seen) {
        return seen.what().kind().label() + " between nodes seen on " + seen.node() + ": "
                + seen.what().packets() + " packets";
    }

    public static String list(List<IpAddress> ips) {
        return ips.isEmpty()
                ? "no address"
                : ips.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
    }

    private static String enrolled(boolean enrolled) {
        return enrolled ? "enrolled" : "not enrolled";
    }

    private static String reached(@Nullable Boolean reached) {
        return reached == null ? "not tried" : reached ? "reached" : "not reached";
    }
}
