package io.ambientprober.report.html;

import io.ambientprober.evidence.TapReading;
import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.TapReport;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The captures that everything rests on, and by which sums to know them again. */
final class HtmlCaptures {
    private static final List<String> HEADER =
            List.of("tap", "node", "file", "packets", "dropped", "remarks", "SHA-256 of the file");

    private HtmlCaptures() {}

    static void write(Report report, Markup html) {
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "Captures");
                            if (report.taps().isEmpty()) {
                                html.line().element("p", "There are none.");
                            } else {
                                html.line().element("div", () -> table(report, html), "class", "wide");
                            }
                        },
                        "id",
                        "captures");
    }

    private static void table(Report report, Markup html) {
        int room = HtmlRoom.of(report).captures();
        List<TapReport> shown = report.taps().size() <= room
                ? report.taps()
                : report.taps().stream()
                        .sorted(Comparator.comparing(tap -> tap.check().flaws().isEmpty()))
                        .limit(room)
                        .toList();
        html.element("table", () -> {
            html.element(
                    "thead",
                    () -> html.element("tr", () -> HEADER.forEach(name -> html.element("th", name, "scope", "col"))));
            html.line().element("tbody", () -> shown.forEach(tap -> row(tap, html)));
        });
        if (shown.size() < report.taps().size()) {
            html.line().element("p", "and " + (report.taps().size() - shown.size()) + " more, in report.json");
        }
    }

    private static String remarks(TapReport tap) {
        TapReading reading = tap.reading();
        return Stream.concat(tap.check().flaws().stream(), reading == null ? Stream.of() : reading.notes().stream())
                .collect(Collectors.joining("; "));
    }

    private static String sums(TapReport tap) {
        return tap.sha256().isEmpty() ? "not taken" : String.join(", ", tap.sha256());
    }

    private static void row(TapReport tap, Markup html) {
        TapReading reading = tap.reading();
        html.line().element("tr", () -> {
            html.element("td", tap.tap().id());
            html.element("td", tap.tap().node());
            html.element("td", String.join(", ", tap.tap().files()));
            html.element("td", reading == null ? "not read" : String.valueOf(reading.packets()), "class", "number");
            long dropped = tap.check().dropped();
            html.element("td", String.valueOf(dropped), "class", dropped == 0 ? "number" : "number open");
            html.element("td", remarks(tap), "class", "long");
            html.element("td", sums(tap), "class", "hash");
        });
    }
}
