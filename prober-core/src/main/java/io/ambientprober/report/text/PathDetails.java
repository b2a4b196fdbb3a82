package io.ambientprober.report.text;

import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.report.model.PathWords;
import io.ambientprober.report.model.Report.PathReport;
import java.util.List;

/** What the wide table adds to a path: what was planned, what the client saw, what the captures saw. */
final class PathDetails {
    private final Page page;

    private PathDetails(Page page) {
        this.page = page;
    }

    static void print(PathReport path, Page page) {
        PathWords.planned(path.verdict().path()).forEach(line -> page.line(1, line));
        PathWords.reported(path.verdict().path()).forEach(line -> page.line(1, line));
        if (path.evidence() != null) {
            new PathDetails(page).captured(path.evidence());
        }
        PathWords.surroundings(path.evidence()).forEach(line -> page.line(1, line));
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
                "in the clear on " + seen.node() + ": " + clear.packets() + " packets, " + clear.requests()
                        + " requests, " + clear.responses() + " responses");
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
}
