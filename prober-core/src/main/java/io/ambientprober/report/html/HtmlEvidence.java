package io.ambientprober.report.html;

import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.input.Markup;
import io.ambientprober.report.model.PathWords;
import io.ambientprober.report.model.Report.PathReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a path's verdict rests on, as tables. */
final class HtmlEvidence {
    /** Rows of a table on the page; report.json holds all. */
    private static final int MAX_ROWS = 8;

    private final Markup html;

    private HtmlEvidence(Markup html) {
        this.html = html;
    }

    static void write(PathReport path, Markup html) {
        HtmlEvidence evidence = new HtmlEvidence(html);
        if (path.evidence() != null) {
            evidence.connections(path.evidence());
            evidence.accounts(path.evidence().accounts());
            evidence.sightings(path.evidence());
        }
        evidence.rest(path);
    }

    private record Leg(String name, Seen<Connection> seen) {}

    private void connections(PathEvidence evidence) {
        List<Leg> legs = Stream.of(
                        legs("client to server", evidence.direct()),
                        legs("client to waypoint", evidence.toWaypoint()),
                        legs("waypoint to server", evidence.fromWaypoint()),
                        legs("past HBONE", evidence.bare()))
                .flatMap(stream -> stream)
                .toList();
        table(
                "Connections",
                List.of("leg", "seen on", "client", "server", "state", "TLS", "client sent", "server sent"),
                legs,
                leg -> {
                    Connection connection = leg.seen().what();
                    cell(leg.name());
                    cell(leg.seen().node());
                    cell(connection.client().withPort(connection.clientPort()));
                    cell(connection.server().withPort(connection.serverPort()));
                    cell(ConnectionText.state(connection));
                    prose(ConnectionText.tls(connection.tls()));
                    prose(half(connection.fromClient()));
                    prose(half(connection.fromServer()));
                });
    }

    private static Stream<Leg> legs(String name, List<Seen<Connection>> seen) {
        return seen.stream().map(each -> new Leg(name, each));
    }

    private static String half(Half half) {
        String missing = half.missingBytes() == 0 ? "" : ", " + half.missingBytes() + " bytes not captured";
        return half.payloadBytes() + " bytes: " + ConnectionText.framing(half.framing()) + missing;
    }

    /** One direction of an account, a row. */
    private record AccountRow(String leg, String what, LegAccount.Sum sum) {}

    private void accounts(List<LegAccount> accounts) {
        table(
                "Bytes accounted for",
                List.of(
                        "leg",
                        "direction",
                        "seen on",
                        "delivered",
                        "captured in TLS",
                        "smallest canary",
                        "others at most",
                        "gaps",
                        ""),
                accounts.stream()
                        .flatMap(account -> Stream.of(
                                new AccountRow(account.leg(), "requests", account.request()),
                                new AccountRow(account.leg(), "responses", account.response())))
                        .toList(),
                row -> {
                    cell(row.leg());
                    cell(row.what());
                    cell(
                            row.sum().nodes().isEmpty()
                                    ? "nowhere"
                                    : String.join(", ", row.sum().nodes()));
                    number(row.sum().delivered());
                    number(row.sum().captured());
                    number(row.sum().smallest());
                    number(row.sum().others());
                    number(row.sum().gaps().size());
                    cell(balance(row.sum()));
                });
    }

    private static String balance(LegAccount.Sum sum) {
        if (sum.balances()) {
            return "√ balances";
        }
        return sum.nodes().isEmpty() ? "– nothing in TLS" : "× does not balance";
    }

    private void sightings(PathEvidence evidence) {
        List<Sighting> sightings = evidence.clear().stream()
                .flatMap(seen -> seen.what().sightings().stream())
                .toList();
        if (sightings.isEmpty()) {
            return;
        }
        html.line().element("details", () -> {
            html.element("summary", "First bytes read in the clear, packet by packet");
            html.element("div", () -> sightingTable(sightings), "class", "body");
        });
    }

    private void sightingTable(List<Sighting> sightings) {
        table(
                "",
                List.of("tap", "packet", "time", "protocol", "from", "to", "inside", "bytes, escaped"),
                sightings,
                sighting -> {
                    cell(sighting.tap());
                    number(sighting.packet());
                    cell(Instant.ofEpochSecond(0, sighting.timeNanos()).toString());
                    cell(sighting.transport());
                    cell(sighting.source().withPort(sighting.sourcePort()));
                    cell(sighting.destination().withPort(sighting.destinationPort()));
                    cell(String.join(" in ", sighting.tunnels().reversed()));
                    html.element("td", () -> html.element("code", sighting.excerpt()), "class", "long");
                });
    }

    private void rest(PathReport path) {
        html.line().element("h3", "Planned, reported, seen");
        html.line().element("ul", () -> PathWords.lines(path).forEach(line -> html.element("li", line)));
    }

    private interface Row<T> {
        void cells(T value);
    }

    private <T> void table(String title, List<String> header, List<T> values, Row<T> row) {
        if (values.isEmpty()) {
            return;
        }
        if (!title.isEmpty()) {
            html.line().element("h3", title);
        }
        html.element(
                "div",
                () -> html.element("table", () -> {
                    html.element(
                            "thead",
                            () -> html.element(
                                    "tr", () -> header.forEach(name -> html.element("th", name, "scope", "col"))));
                    html.element(
                            "tbody",
                            () -> values.stream()
                                    .limit(MAX_ROWS)
                                    .forEach(value -> html.line().element("tr", () -> row.cells(value))));
                }),
                "class",
                "wide");
        if (values.size() > MAX_ROWS) {
            html.element("p", "and " + (values.size() - MAX_ROWS) + " more in report.json", "class", "faint");
        }
    }

    private void cell(String text) {
        html.element("td", text);
    }

    /** A text that may be broken anywhere. */
    private void prose(String text) {
        html.element("td", text, "class", "long");
    }

    private void number(long number) {
        html.element("td", String.valueOf(number), "class", "number");
    }
}
