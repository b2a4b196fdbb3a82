package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.model.VerdictLook.Chip;
import io.ambientprober.verdict.PathVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Where the paths go: source node, destination node, and whether that is one node or two, with one mark per path. Few nodes make a
 * square; of many nodes most squares would be empty, and each source gets a line.
 */
final class HtmlMatrix {
    private static final int MAX_SQUARE = 12;

    private final Markup html;
    private final Map<Pair, List<PathReport>> paths = new HashMap<>();
    private final SequencedSet<String> sources = new LinkedHashSet<>();
    /** In the order of the sources, so that squares of one node lie on the diagonal. */
    private final List<String> destinations;

    private record Pair(String source, String destination) {
        boolean isSameNode() {
            return source.equals(destination);
        }
    }

    private HtmlMatrix(Report report, Markup html) {
        this.html = html;
        SequencedSet<String> reached = new LinkedHashSet<>();
        for (PathReport path : report.paths()) {
            ProbePath planned = path.verdict().path();
            sources.add(planned.client().node());
            reached.add(planned.server().node());
            paths.computeIfAbsent(
                            new Pair(planned.client().node(), planned.server().node()), ignored -> new ArrayList<>())
                    .add(path);
        }
        destinations = Stream.concat(sources.stream(), reached.stream())
                .distinct()
                .filter(reached::contains)
                .toList();
    }

    static void write(Report report, Markup html) {
        if (report.paths().isEmpty()) {
            return;
        }
        HtmlMatrix matrix = new HtmlMatrix(report, html);
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "Source, destination, placement");
                            matrix.legend();
                            html.line().element("div", matrix::table, "class", "wide");
                        },
                        "id",
                        "matrix");
    }

    private void legend() {
        html.line().element("p", () -> {
            for (VerdictLook look : VerdictLook.values()) {
                Chip chip = look.chip();
                html.element("span", chip.mark() + " " + look.word(), "class", "chip " + chip.css());
                html.raw(" ");
            }
        });
        html.line()
                .element("p", "A shaded square is one node: client and server are placed together.", "class", "faint");
    }

    private void table() {
        if (Math.max(sources.size(), destinations.size()) <= MAX_SQUARE) {
            html.element("table", this::square);
        } else {
            html.element("table", this::lines);
        }
    }

    private void square() {
        header(Stream.concat(Stream.of("from \\ to"), destinations.stream()).toList());
        body(source -> {
            for (String destination : destinations) {
                Pair pair = new Pair(source, destination);
                html.element(
                        "td",
                        () -> paths(pair).forEach(path -> mark(path, reason(path))),
                        "class",
                        pair.isSameNode() ? "same" : "across");
            }
        });
    }

    private void lines() {
        header(List.of("from", "to the same node", "to another node"));
        body(source -> {
            Pair own = new Pair(source, source);
            html.element("td", () -> paths(own).forEach(path -> mark(path, reason(path))), "class", "same");
            html.element(
                    "td",
                    () -> destinations.stream()
                            .map(destination -> new Pair(source, destination))
                            .filter(pair -> !pair.isSameNode())
                            .forEach(pair -> paths(pair).forEach(path -> mark(path, "to " + pair.destination()))),
                    "class",
                    "across");
        });
    }

    private interface Cells {
        void of(String source);
    }

    private void header(List<String> names) {
        html.line()
                .element(
                        "thead",
                        () -> html.element(
                                "tr", () -> names.forEach(name -> html.element("th", name, "scope", "col"))));
    }

    private void body(Cells cells) {
        html.line()
                .element(
                        "tbody",
                        () -> sources.forEach(source -> html.line().element("tr", () -> {
                            html.element("th", source, "scope", "row");
                            cells.of(source);
                        })));
    }

    private List<PathReport> paths(Pair pair) {
        return paths.getOrDefault(pair, List.of());
    }

    private void mark(PathReport path, String text) {
        ProbePath planned = path.verdict().path();
        Chip chip = Severity.of(path).chip();
        html.element(
                "a",
                chip.mark() + " " + text,
                "class",
                "chip " + chip.css(),
                "href",
                HtmlPath.anchor(planned),
                "title",
                planned.name() + " (" + planned.id() + ")");
        html.raw(" ");
    }

    /** Of the ruling that makes the path stand as it does. */
    private static String reason(PathReport path) {
        PathVerdict verdict = path.verdict();
        VerdictLook worst = Severity.of(verdict);
        return verdict.rulings()
                .filter(ruling -> VerdictLook.of(ruling.verdict()) == worst)
                .map(ruling -> ruling.reason().code())
                .findFirst()
                .orElse("");
    }
}
