package io.ambientprober.report.html;

import io.ambientprober.input.Markup;
import io.ambientprober.report.model.Explanations;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A report as one HTML file that needs nothing else: no script, no network, no other file, which its content security policy holds it to.
 * It is well-formed XML, too.
 */
public final class HtmlReport {
    private static final String STYLE = resource("report.css");

    private HtmlReport() {}

    public static String of(Report report) {
        Markup html = Markup.html();
        html.element(
                "html",
                () -> {
                    html.line().element("head", () -> head(report, html));
                    html.line().element("body", () -> body(report, html));
                    html.line();
                },
                "lang",
                "en");
        return html.toString();
    }

    private static void head(Report report, Markup html) {
        html.line().empty("meta", "charset", "utf-8");
        html.line().empty("meta", "http-equiv", "Content-Security-Policy", "content", policy());
        html.line().empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.line().empty("meta", "name", "referrer", "content", "no-referrer");
        html.line().element("title", report.run() + ": ambient-prober, run " + report.runKey());
        html.line().element("style", () -> html.raw(STYLE));
        html.line();
    }

    private static String policy() {
        return "default-src 'none'; style-src 'sha256-" + sha256(STYLE) + "'; base-uri 'none'; form-action 'none'";
    }

    private static void body(Report report, Markup html) {
        HtmlBanner.write(report, html);
        html.line().element("main", () -> {
            if (report.abort() == null) {
                judged(report, html);
            }
            HtmlCauses.write(report, html);
            HtmlCaptures.write(report, html);
            HtmlClaim.write(report, html);
            html.line();
        });
        html.line().element("footer", "Made by ambient-prober from report.json; prober report makes it again.");
        html.line();
    }

    private static void judged(Report report, Markup html) {
        HtmlUnlisted.write(report, html);
        HtmlAttention.write(report, html);
        HtmlMatrix.write(report, html);
        HtmlNamespaces.write(report, html);
        HtmlCheck.write(report, html);
        HtmlOutside.write(report, html);
        if (!report.paths().isEmpty()) {
            everyPath(report, html);
        }
    }

    private static void everyPath(Report report, Markup html) {
        html.line()
                .element(
                        "section",
                        () -> {
                            html.line().element("h2", "Every path");
                            paths(report, html);
                        },
                        "id",
                        "paths");
    }

    private static void paths(Report report, Markup html) {
        HtmlRoom room = HtmlRoom.of(report);
        List<PathReport> paths = Severity.sorted(report.paths());
        HtmlPath path = new HtmlPath(report, Explanations.packed(), html);
        paths.stream().limit(room.paths()).forEach(path::inFull);
        if (paths.size() > room.paths()) {
            html.line()
                    .element(
                            "p",
                            "The evidence of these " + (paths.size() - room.paths())
                                    + " paths is in report.json; this page holds that of the first " + room.paths()
                                    + ".",
                            "class",
                            "faint");
            paths.stream().skip(room.paths()).limit(room.lines()).forEach(path::inBrief);
        }
        List<Tally> counted =
                Tally.of(paths.stream().skip(room.paths() + room.lines()).toList());
        if (!counted.isEmpty()) {
            html.line().element("p", "And these, which are in report.json:");
            html.line()
                    .element(
                            "ul",
                            () -> counted.forEach(
                                    tally -> html.line().element("li", () -> HtmlUnlisted.line("paths", tally, html))));
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
