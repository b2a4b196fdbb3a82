package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.model.VerdictLook.Chip;
import io.ambientprober.verdict.Flow;
import io.ambientprober.verdict.FlowVerdict;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where flows go: from namespace to namespace, with the worst verdict of each pair. Of many namespaces only what needs attention is shown. */
final class HtmlNamespaces {
    private static final int MAX_SQUARE = 12;
    private static final int MAX_LINES = 100;

    private final Markup html;
    /** By client, then by server. */
    private final SortedMap<String, SortedMap<String, Cell>> cells = new TreeMap<>();

    private final SortedSet<String> servers = new TreeSet<>();

    private record Cell(VerdictLook worst, int flows) {
        Cell plus(Cell other) {
            return new Cell(Severity.worst(Stream.of(worst, other.worst)), flows + other.flows);
        }
    }

    private HtmlNamespaces(List<FlowVerdict> flows, Markup html) {
        this.html = html;
        for (FlowVerdict verdict : flows) {
            Flow flow = verdict.flow();
            servers.add(flow.serverNamespace());
            cells.computeIfAbsent(flow.clientNamespace(), ignored -> new TreeMap<>())
                    .merge(flow.serverNamespace(), new Cell(Severity.of(verdict), 1), Cell::plus);
        }
    }

    static void write(Report report, Markup html) {
        List<FlowVerdict> flows = report.checks().flowVerdicts().list();
        if (flows.isEmpty()) {
            return;
        }
        HtmlNamespaces matrix = new HtmlNamespaces(flows, html);
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "Flows from namespace to namespace");
                            html.line().element("div", matrix::table, "class", "wide");
                        },
                        "id",
                        "namespaces");
    }

    private void table() {
        if (Math.max(cells.size(), servers.size()) <= MAX_SQUARE) {
            html.element("table", this::square);
        } else {
            html.element("table", this::lines);
        }
    }

    private void square() {
        header(Stream.concat(Stream.of("from \\ to"), servers.stream()).toList());
        cells.forEach((client, row) -> row(client, () -> servers.forEach(server -> cell(client, server, row))));
    }

    private void cell(String client, String server, Map<String, Cell> row) {
        Cell cell = row.get(server);
        html.element(
                "td",
                () -> {
                    if (cell != null) {
                        mark(cell, "");
                    }
                },
                "class",
                client.equals(server) ? "same" : "across");
    }

    private void lines() {
        header(List.of("from", "to"));
        cells.entrySet().stream()
                .limit(MAX_LINES)
                .forEach(client -> row(client.getKey(), () -> html.element("td", () -> open(client.getValue()))));
        if (cells.size() > MAX_LINES) {
            row("and " + (cells.size() - MAX_LINES) + " more", () -> html.element("td", ""));
        }
    }

    private void open(Map<String, Cell> row) {
        row.forEach((server, cell) -> {
            if (cell.worst().needsAttention()) {
                mark(cell, "to " + server + ": ");
            }
        });
        long good = row.values().stream()
                .filter(cell -> !cell.worst().needsAttention())
                .count();
        html.text(good == 0 ? "" : good + " with nothing that needs attention");
    }

    private void header(List<String> names) {
        html.line()
                .element(
                        "thead",
                        () -> html.element(
                                "tr", () -> names.forEach(name -> html.element("th", name, "scope", "col"))));
    }

    private void row(String client, Markup.Content rest) {
        html.line().element("tr", () -> {
            html.element("th", client, "scope", "row");
            rest.write();
        });
    }

    private void mark(Cell cell, String before) {
        Chip chip = cell.worst().chip();
        String flows = cell.flows() == 1 ? "1 flow" : cell.flows() + " flows";
        html.element("span", chip.mark() + " " + before + flows, "class", "chip " + chip.css());
        html.raw(" ");
    }
}
