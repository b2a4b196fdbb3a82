package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.CheckedWords;
import io.ambientprober.report.model.Explanations;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.Ruled;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pods or flows on the page: what needs attention first and with all that is known, all others folded, a line each, so that a browser
 * finds any of them.
 */
final class HtmlCheck {
    /** With all that is known of it. */
    private static final int IN_FULL = 100;

    private static final int NAMESPACES = 500;

    private final Report report;
    private final HtmlRuling rulings;
    private final HtmlRoom room;
    private final Markup html;

    private HtmlCheck(Report report, Markup html) {
        this.report = report;
        rulings = new HtmlRuling(Explanations.packed(), html);
        this.html = html;
        room = HtmlRoom.of(report);
    }

    static void write(Report report, Markup html) {
        HtmlCheck check = new HtmlCheck(report, html);
        report.checks().asked().forEach(check::section);
    }

    static String anchor(Ruled ruled) {
        return "#" + id(ruled);
    }

    /** Of any name one that an attribute can hold and a link can name. */
    private static String id(Ruled ruled) {
        return "of-" + HexFormat.of().toHexDigits(ruled.id().hashCode());
    }

    private void section(Check check) {
        List<Checked> sorted = Severity.sorted(check.list());
        List<Checked> open =
                sorted.stream().filter(Severity::needsAttention).limit(IN_FULL).toList();
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", check.title());
                            html.line().element("p", check.counts() + ".");
                            open.forEach(this::inFull);
                            folded(sorted.subList(open.size(), sorted.size()));
                        },
                        "id",
                        check.name());
    }

    private void inFull(Checked checked) {
        html.line()
                .element(
                        "details",
                        () -> {
                            html.line().element("summary", () -> title(checked));
                            html.line().element("div", () -> body(checked), "class", "body");
                        },
                        "class",
                        "path",
                        "id",
                        id(checked));
    }

    private void title(Checked checked) {
        html.element("strong", checked.name());
        checked.rulings().forEach(ruling -> {
            html.raw(" ");
            HtmlRuling.chip(ruling, html);
        });
    }

    private void body(Checked checked) {
        checked.rulings().forEach(ruling -> rulings.write(ruling, LikelyCauses.of(report.causes(), checked, ruling)));
        CheckedWords.facts(checked).forEach(fact -> html.line().element("div", fact, "class", "faint"));
    }

    private void folded(List<Checked> others) {
        List<Checked> lines = others.size() <= room.checked()
                ? others
                : others.stream()
                        .filter(Severity::needsAttention)
                        .limit(room.checked())
                        .toList();
        Check.byNamespace(lines)
                .forEach((namespace, list) -> HtmlFold.write(
                        namespace + ": " + Severity.counts(Severity.looks(list)),
                        list.stream().map(HtmlCheck::line).toList(),
                        html));
        counted(others.subList(lines.size(), others.size()));
    }

    private void counted(List<Checked> rest) {
        if (rest.isEmpty()) {
            return;
        }
        Map<String, List<Checked>> byNamespace = Check.byNamespace(rest);
        HtmlFold.write(
                rest.size() + " more, each in report.json, by namespace: " + Severity.counts(Severity.looks(rest)),
                Stream.concat(
                                byNamespace.entrySet().stream()
                                        .limit(NAMESPACES)
                                        .map(entry -> entry.getKey() + ": "
                                                + Severity.counts(Severity.looks(entry.getValue()))),
                                byNamespace.size() <= NAMESPACES
                                        ? Stream.empty()
                                        : Stream.of("and " + (byNamespace.size() - NAMESPACES) + " more namespaces"))
                        .toList(),
                html);
    }

    private static String line(Checked checked) {
        String reasons = checked.rulings().map(ruling -> ruling.reason().code()).collect(Collectors.joining(", "));
        return Severity.of(checked).chip().mark() + " " + checked.name() + ": " + reasons;
    }
}
