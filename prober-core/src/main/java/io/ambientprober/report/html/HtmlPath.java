package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.model.Explanations;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;

/** One path on the page: what was ruled, why, and what it rests on. */
final class HtmlPath {
    private final Report report;
    private final HtmlRuling rulings;
    private final Markup html;

    HtmlPath(Report report, Explanations explanations, Markup html) {
        this.report = report;
        rulings = new HtmlRuling(explanations, html);
        this.html = html;
    }

    static String anchor(ProbePath path) {
        return "#" + id(path);
    }

    private static String id(ProbePath path) {
        return "path-" + path.id();
    }

    void inFull(PathReport path) {
        ProbePath planned = path.verdict().path();
        String[] attributes = Severity.needsAttention(path)
                ? new String[] {"class", "path", "id", id(planned), "open", "open"}
                : new String[] {"class", "path", "id", id(planned)};
        html.line()
                .element(
                        "details",
                        () -> {
                            html.line().element("summary", () -> title(path));
                            html.line().element("div", () -> body(path), "class", "body");
                        },
                        attributes);
    }

    void inBrief(PathReport path) {
        html.line()
                .element(
                        "div",
                        () -> title(path),
                        "class",
                        "path",
                        "id",
                        id(path.verdict().path()));
    }

    private void title(PathReport path) {
        ProbePath planned = path.verdict().path();
        html.element("strong", planned.name()).text(" (" + planned.id() + ")");
        path.verdict().rulings().filter(HtmlPath::isJudged).forEach(ruling -> {
            html.raw(" ");
            HtmlRuling.chip(ruling, html);
        });
    }

    private static boolean isJudged(Ruling<?> ruling) {
        return ruling.verdict() != Verdict.NOT_JUDGED;
    }

    private void body(PathReport path) {
        ProbePath planned = path.verdict().path();
        html.line()
                .element(
                        "div",
                        () -> {
                            html.element("div", () -> PathDrawing.write(path, html), "class", "drawing");
                            html.line()
                                    .element(
                                            "div",
                                            () -> path.verdict()
                                                    .rulings()
                                                    .forEach(ruling -> rulings.write(
                                                            ruling, LikelyCauses.of(report.causes(), planned, ruling))),
                                            "class",
                                            "words");
                        },
                        "class",
                        "columns");
        HtmlEvidence.write(path, html);
    }
}
