package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.statement.Share;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Of how much the page speaks: a bar for each kind, and what is not covered. */
final class HtmlCoverage {
    private HtmlCoverage() {}

    static void write(Report report, Markup html) {
        Map<String, Share> known = report.coverage().known();
        if (known.isEmpty()) {
            return;
        }
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line()
                                    .element(
                                            "table",
                                            () -> known.forEach((kind, share) -> bar(kind, share, html)),
                                            "class",
                                            "coverage");
                            gaps(known, html);
                            notAsked(VerdictLine.notAsked(report), html);
                        },
                        "id",
                        "coverage");
    }

    private static void bar(String kind, Share share, Markup html) {
        html.line().element("tr", () -> {
            html.element("th", kind, "scope", "row");
            html.element("td", share.covered() + " of " + share.of(), "class", "number");
            html.element(
                    "td",
                    () -> html.element(
                            "progress",
                            "",
                            "max",
                            String.valueOf(Math.max(1, share.of())),
                            "value",
                            String.valueOf(share.covered()),
                            "aria-label",
                            kind + " covered"));
        });
    }

    private static void gaps(Map<String, Share> known, Markup html) {
        List<String> lines = known.entrySet().stream()
                .flatMap(kind -> Stream.concat(
                        kind.getValue().not().stream().map(gap -> kind.getKey() + ": " + gap.name() + ": " + gap.why()),
                        unnamed(kind.getKey(), kind.getValue().unnamed())))
                .toList();
        if (!lines.isEmpty()) {
            HtmlFold.write("What is not covered, and why", lines, html);
        }
    }

    private static Stream<String> unnamed(String kind, int more) {
        return more == 0 ? Stream.empty() : Stream.of(kind + ": " + more + " more");
    }

    private static void notAsked(String words, Markup html) {
        if (!words.isEmpty()) {
            html.line().element("p", words + ".", "class", "faint");
        }
    }
}
