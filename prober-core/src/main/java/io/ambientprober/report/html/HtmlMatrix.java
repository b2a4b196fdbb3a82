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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the paths go: source node, destination node, and whether that is one node or two, with one mark per path. Few nodes make a
 * square; of many nodes most squares would be empty, and each source gets a line.
 */
final class HtmlMatrix {
    private static final int MAX_SQUARE = 12;

    private final Markup html;
    private final HtmlRoom room;
    /** Paths that have a place on the page to lead to. */
    private final Set<String> listed;

    private final Map<Pair, List<PathReport>> paths = new HashMap<>();
    private final Map<String, List<PathReport>> bySource = new HashMap<>();
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
        room = HtmlRoom.of(report);
        listed = Severity.sorted(report.paths()).stream()
                .limit(room.paths() + room.lines())
                .map(PathReport::id)
                .collect(Collectors.toSet());
        SequencedSet<String> reached = new LinkedHashSet<>();
        for (PathReport path : report.paths()) {
            ProbePath planned = path.verdict().path();
            sources.add(planned.client().node());
            bySource.computeIfAbsent(planned.client().node(), ignored -> new ArrayList<>())
                    .add(path);
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
        } else if (sources.size() <= room.sources()) {
            html.element("table", this::lines);
        } else {
            html.element("table", this::open);
            html.line().element("p", counted(), "class", "faint");
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

    /** Of very many nodes those from which something needs attention. */
    private void open() {
        header(List.of("from", "what needs attention", "else"));
        body(openSources().stream().limit(room.sources()).toList(), source -> {
            List<PathReport> all = from(source);
            List<PathReport> open =
                    all.stream().filter(Severity::needsAttention).toList();
            html.element(
                    "td",
                    () -> open.stream().limit(MAX_SQUARE).forEach(path -> mark(path, "to " + to(path))),
                    "class",
                    "across");
            html.element("td", all.size() - Math.min(open.size(), MAX_SQUARE) + " more", "class", "number");
        });
    }

    private List<String> openSources() {
        return sources.stream()
                .filter(source -> from(source).stream().anyMatch(Severity::needsAttention))
                .toList();
    }

    private String counted() {
        int open = openSources().size();
        int hidden = Math.max(0, open - room.sources());
        return (hidden == 0 ? "" : "And " + hidden + " more nodes from which something needs attention. ")
                + (sources.size() - open) + " nodes from which nothing does. All are in report.json.";
    }

    private List<PathReport> from(String source) {
        return bySource.getOrDefault(source, List.of());
    }

    private static String to(PathReport path) {
        return path.verdict().path().server().node();
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
        body(sources, cells);
    }

    private void body(Collection<String> rows, Cells cells) {
        html.line()
                .element(
                        "tbody",
                        () -> rows.forEach(source -> html.line().element("tr", () -> {
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
        String shown = chip.mark() + " " + text;
        String title = planned.name() + " (" + planned.id() + ")";
        String css = "chip " + chip.css();
        if (listed.contains(path.id())) {
            html.element("a", shown, "class", css, "href", HtmlPath.anchor(planned), "title", title);
        } else {
            html.element("span", shown, "class", css, "title", title);
        }
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
