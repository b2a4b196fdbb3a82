package io.ambientprober.report;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.report.Report.PathReport;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the wide table adds to a path: what was planned, what the client saw, what the captures saw. */
final class PathDetails {
    private final Page page;

    private PathDetails(Page page) {
        this.page = page;
    }

    static void print(PathReport path, Page page) {
        planned(path.verdict().path()).forEach(line -> page.line(1, line));
        reported(path.verdict().path()).forEach(line -> page.line(1, line));
        new PathDetails(page).captured(path.evidence());
        surroundings(path.evidence()).forEach(line -> page.line(1, line));
    }

    /** All but connections and packets, for formats that have tables for those. */
    static List<String> lines(PathReport path) {
        return Stream.of(planned(path.verdict().path()), reported(path.verdict().path()), surroundings(path.evidence()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> planned(ProbePath path) {
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

    private static List<String> reported(ProbePath path) {
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

    private static List<String> surroundings(PathEvidence evidence) {
        return Stream.of(
                        evidence.controls().stream().map(PathDetails::control),
                        evidence.loopback().stream().map(PathDetails::loopback),
                        evidence.nodeEncryption().stream().map(PathDetails::nodeEncryption))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String control(ControlCheck control) {
        return "control over " + control.family() + " on " + control.node() + ": "
                + (control.seen() ? "read in clear" : "not seen");
    }

    private static String loopback(Seen<LoopbackEvidence> seen) {
        return "on a loopback device of " + seen.node() + ", which is no wire: "
                + seen.what().packets() + " packets in clear";
    }

    private static String nodeEncryption(Seen<NodeEncryption> seen) {
        return seen.what().kind().label() + " between nodes seen on " + seen.node() + ": "
                + seen.what().packets() + " packets";
    }

    private void captured(PathEvidence evidence) {
        evidence.clear().forEach(this::clear);
        connections("client to server", evidence.direct());
        connections("client to waypoint", evidence.toWaypoint());
        connections("waypoint to server", evidence.fromWaypoint());
        connections("past HBONE", evidence.bare());
        evidence.accounts().forEach(this::account);
    }

    private void clear(Seen<ClearEvidence> seen) {
        ClearEvidence clear = seen.what();
        page.line(
                1,
                "in clear on " + seen.node() + ": " + clear.packets() + " packets, " + clear.requests() + " requests, "
                        + clear.responses() + " responses");
        clear.sightings().forEach(this::sighting);
    }

    private void sighting(Sighting sighting) {
        String tunnels = sighting.tunnels().isEmpty()
                ? ""
                : " in " + String.join(" in ", sighting.tunnels().reversed());
        page.line(
                2,
                "packet " + sighting.packet() + " of tap " + sighting.tap() + ", " + sighting.transport() + " "
                        + sighting.source().withPort(sighting.sourcePort()) + " to "
                        + sighting.destination().withPort(sighting.destinationPort()) + tunnels + ": "
                        + sighting.excerpt());
    }

    private void connections(String leg, List<Seen<Connection>> connections) {
        for (Seen<Connection> seen : connections) {
            Connection connection = seen.what();
            page.line(
                    1,
                    leg + " on " + seen.node() + ": "
                            + connection.client().withPort(connection.clientPort()) + " to "
                            + connection.server().withPort(connection.serverPort()) + ", "
                            + connection.fromClient().payloadBytes() + " and "
                            + connection.fromServer().payloadBytes() + " bytes" + state(connection));
        }
    }

    private static String state(Connection connection) {
        return (connection.opened() ? "" : ", older than the capture")
                + (connection.answered() ? "" : ", never answered")
                + (connection.reset() ? ", reset by the server" : "")
                + (connection.hasGap() ? ", captured with gaps" : "");
    }

    private void account(LegAccount account) {
        account(account.leg() + ", requests", account.request());
        account(account.leg() + ", responses", account.response());
    }

    private void account(String what, LegAccount.Sum sum) {
        page.line(
                1,
                "account of " + what + ": "
                        + (sum.nodes().isEmpty()
                                ? "no connection was captured"
                                : String.join(" and ", sum.nodes()) + " captured " + sum.captured() + " of "
                                        + sum.delivered() + " bytes, "
                                        + sum.gaps().size() + " gaps; others may have "
                                        + sum.others() + ", the smallest canary " + sum.smallest()));
    }

    static String list(List<IpAddress> ips) {
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
