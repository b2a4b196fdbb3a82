package io.ambientprober.report;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.report.Report.PathReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;

/** One path on the page: what was ruled, why, and what it rests on. */
final class HtmlPath {
    private final Report report;
    private final Explanations explanations;
    private final Markup html;

    HtmlPath(Report report, Explanations explanations, Markup html) {
        this.report = report;
        this.explanations = explanations;
        this.html = html;
    }

    static String anchor(ProbePath path) {
        return "#" + id(path);
    }

    private static String id(ProbePath path) {
        return "path-" + path.id();
    }

    static void chip(Ruling<?> ruling, Markup html) {
        Tone tone = Tone.of(ruling.verdict());
        html.element(
                "span",
                tone.mark() + " " + ReasonText.question(ruling.reason()) + ": "
                        + ruling.reason().code(),
                "class",
                "chip " + tone.css());
    }

    void inFull(PathReport path) {
        ProbePath planned = path.verdict().path();
        boolean good = Standing.isGood(Standing.of(path.verdict()));
        String[] attributes = good
                ? new String[] {"class", "path", "id", id(planned)}
                : new String[] {"class", "path", "id", id(planned), "open", "open"};
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
            chip(ruling, html);
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
                                            () -> path.verdict().rulings().forEach(ruling -> ruling(planned, ruling)),
                                            "class",
                                            "words");
                        },
                        "class",
                        "columns");
        HtmlEvidence.write(path, html);
    }

    private void ruling(ProbePath planned, Ruling<?> ruling) {
        html.line()
                .element(
                        "div",
                        () -> {
                            chip(ruling, html);
                            html.text(" " + ReasonText.sentence(ruling.reason()));
                            if (!ruling.findings().isEmpty()) {
                                html.element(
                                        "ul", () -> ruling.findings().forEach(finding -> html.element("li", finding)));
                            }
                            if (!Standing.isGood(ruling.verdict())) {
                                whatToDo(planned, ruling);
                            }
                        },
                        "class",
                        "ruling");
    }

    private void whatToDo(ProbePath planned, Ruling<?> ruling) {
        html.element("p", () -> {
            html.element("strong", "What to do. ").text(explanations.whatToDo(ruling.reason()));
            html.element("span", " More: prober explain " + ruling.reason().code(), "class", "faint");
        });
        LikelyCauses.of(report.causes(), planned, ruling).forEach(this::mayExplain);
    }

    private void mayExplain(Cause cause) {
        html.element("p", () -> {
            html.element("strong", "It may come from " + cause.id() + ". ");
            html.text(cause.summary() + "; ").text(cause.remedy());
        });
    }
}
