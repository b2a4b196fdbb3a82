package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.model.VerdictLook.Chip;
import io.ambientprober.verdict.Flow;
import io.ambientprober.verdict.FlowVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * From namespace to namespace, the worst of canary paths and flows of each pair. Of many namespaces only what needs attention is shown.
 */
final class HtmlNamespaces {
    private static final int MAX_SQUARE = 12;
    private static final int MAX_LINES = 100;

    private final Markup html;
    /** By client, then by server. */
    private final SortedMap<String, SortedMap<String, Cell>> cells = new TreeMap<>();

    private final SortedSet<String> servers = new TreeSet<>();

    /** How the paths and the flows of a pair of namespaces stand. */
    private record Cell(List<VerdictLook> paths, List<VerdictLook> flows) {
        Cell() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        VerdictLook worst() {
            return Severity.worst(Stream.concat(paths.stream(), flows.stream()));
        }

        /** What stands as the worst of them. */
        String words() {
            return both(worst(paths, "path"), worst(flows, "flow"), ", ");
        }

        private String worst(List<VerdictLook> looks, String what) {
            long count = looks.stream().filter(worst()::equals).count();
            if (count == 0) {
                return "";
            }
            String all = looks.size() + " " + what + (looks.size() == 1 ? "" : "s");
            return count == looks.size() ? all : count + " of " + all;
        }

        /** All of them. */
        String title() {
            return both(counts(paths, "canary paths: "), counts(flows, "flows: "), "; ");
        }

        private static String counts(List<VerdictLook> looks, String what) {
            return looks.isEmpty() ? "" : what + Severity.counts(looks);
        }

        private static String both(String one, String other, String between) {
            return one + (one.isEmpty() || other.isEmpty() ? "" : between) + other;
        }
    }

    private HtmlNamespaces(Report report, Markup html) {
        this.html = html;
        for (PathReport path : report.paths()) {
            ProbePath planned = path.verdict().path();
            cell(planned.client().namespace(), planned.server().namespace())
                    .paths()
                    .add(Severity.of(path));
        }
        for (FlowVerdict verdict : report.checks().flowVerdicts().list()) {
            Flow flow = verdict.flow();
            cell(flow.clientNamespace(), flow.serverNamespace()).flows().add(Severity.of(verdict));
        }
    }

    private Cell cell(String client, String server) {
        servers.add(server);
        return cells.computeIfAbsent(client, ignored -> new TreeMap<>()).computeIfAbsent(server, ignored -> new Cell());
    }

    static void write(Report report, Markup html) {
        if (report.checks().flowVerdicts().list().isEmpty() && encrypted(report) < 2) {
            return;
        }
        HtmlNamespaces matrix = new HtmlNamespaces(report, html);
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "From namespace to namespace");
                            html.line()
                                    .element(
                                            "p",
                                            "Each mark is the worst of the canary paths and the flows of two namespaces, and"
                                                    + " says which of them stand so.",
                                            "class",
                                            "faint");
                            html.line().element("div", matrix::table, "class", "wide");
                        },
                        "id",
                        "namespaces");
    }

    /** Namespaces that send through the mesh. Unless namespaces were chosen it is one, which says no more than the list of paths. */
    private static long encrypted(Report report) {
        return report.paths().stream()
                .map(path -> path.verdict().path())
                .filter(path -> path.expect() == Expectation.ENCRYPTED)
                .map(path -> path.client().namespace())
                .distinct()
                .count();
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
        List<Map.Entry<String, Cell>> open = row.entrySet().stream()
                .filter(server -> server.getValue().worst().needsAttention())
                .sorted(Comparator.comparing(server -> server.getValue().worst()))
                .toList();
        open.stream().limit(MAX_SQUARE).forEach(server -> mark(server.getValue(), "to " + server.getKey() + ": "));
        html.text(open.size() <= MAX_SQUARE ? "" : (open.size() - MAX_SQUARE) + " more that need attention. ");
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
        html.element(
                "span",
                chip.mark() + " " + before + cell.words(),
                "class",
                "chip " + chip.css(),
                "title",
                cell.title());
        html.raw(" ");
    }
}
