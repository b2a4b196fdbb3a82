package io.ambientprober.report.export;

import io.ambientprober.input.Markup;
import io.ambientprober.input.Printable;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Surroundings;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report as JUnit XML, in the part of it that Jenkins, GitLab, Sonobuoy and others agree on: one case per path and question. The last
 * case is the verdict of the run, so that a report without a single case that failed is green only where the run passed.
 */
public final class JUnitReport {
    private static final String SUITE = "ambient-prober";

    private record Case(String group, String name, VerdictLook look, String type, String message, String output) {}

    private JUnitReport() {}

    public static String of(Report report) {
        List<Case> cases = new ArrayList<>();
        Abort abort = report.abort();
        if (abort == null) {
            report.paths().forEach(path -> path.verdict().rulings().forEach(ruling -> cases.add(ruling(path, ruling))));
            cases.add(run(report));
        } else {
            cases.add(new Case(
                    "set-up", abort.step(), VerdictLook.FAIL, "set-up", abort.reason(), "Nothing was judged."));
        }
        return document(report, cases);
    }

    private static Case ruling(PathReport path, Ruling<?> ruling) {
        PathVerdict verdict = path.verdict();
        List<String> lines = new ArrayList<>(ruling.findings());
        lines.add("verdict " + ruling.verdict() + ", see " + ReasonText.help(ruling.reason()));
        return new Case(
                ReasonText.question(ruling.reason()),
                verdict.path().name() + " (" + verdict.path().id() + ")",
                VerdictLook.of(ruling.verdict()),
                ruling.reason().code(),
                ReasonText.sentence(ruling.reason()),
                lines(lines));
    }

    private static Case run(Report report) {
        return new Case(
                "run",
                "verdict",
                VerdictLook.of(report.run()),
                report.run().name().toLowerCase(Locale.ROOT),
                VerdictLine.of(report),
                lines(LikelyCauses.of(report).stream().map(JUnitReport::cause).toList()));
    }

    private static String cause(Cause cause) {
        return "may explain it: " + cause.id() + ": " + cause.summary() + "; " + cause.remedy();
    }

    /** Each made printable by itself, so that the ends of lines are the program's own. */
    private static String lines(List<String> lines) {
        return lines.stream().map(Printable::of).collect(Collectors.joining("\n"));
    }

    private static String document(Report report, List<Case> cases) {
        Markup xml = Markup.xml();
        String[] counts = {
            "tests", String.valueOf(cases.size()),
            "failures", count(cases, VerdictLook.FAIL),
            "errors", count(cases, VerdictLook.INCONCLUSIVE)
        };
        xml.element(
                "testsuites",
                () -> {
                    xml.line().element("testsuite", () -> suite(report, cases, xml), attributes(report, cases, counts));
                    xml.line();
                },
                concatenated(new String[] {"name", SUITE}, counts));
        return xml.toString();
    }

    private static String[] attributes(Report report, List<Case> cases, String[] counts) {
        Period period = Period.of(report);
        List<String> attributes = new ArrayList<>(List.of("name", SUITE));
        attributes.addAll(List.of(counts));
        attributes.addAll(List.of("skipped", count(cases, VerdictLook.NOT_JUDGED)));
        if (period.started() != null) {
            // without a zone, as Ant and Surefire write it; UTC
            attributes.addAll(
                    List.of("timestamp", period.started().toString().substring(0, "2026-11-24T12:00:00".length())));
        }
        Duration took = took(period);
        if (took != null) {
            attributes.addAll(List.of("time", String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0)));
        }
        return attributes.toArray(String[]::new);
    }

    private static @Nullable Duration took(Period period) {
        return period.started() == null || period.ended() == null
                ? null
                : Duration.between(period.started(), period.ended());
    }

    private static void suite(Report report, List<Case> cases, Markup xml) {
        xml.line().element("properties", () -> {
            property("verdict", report.run().name(), xml);
            property("run", report.runKey(), xml);
            property("limits", VerdictLine.limits(report), xml);
            ControlIds.IDS.forEach((name, value) -> property(name, value, xml));
            Surroundings.of(report).forEach((name, value) -> property("environment." + name, value, xml));
            xml.line();
        });
        cases.forEach(each -> testCase(each, xml));
        xml.line();
    }

    private static void property(String name, String value, Markup xml) {
        xml.line().empty("property", "name", name, "value", value);
    }

    private static void testCase(Case each, Markup xml) {
        xml.line()
                .element(
                        "testcase",
                        () -> {
                            if (each.look().junit().isEmpty()) {
                                xml.line()
                                        .element(
                                                "system-out",
                                                () -> xml.raw(Printable.of(each.message()) + "\n" + each.output()));
                            } else {
                                String[] attributes = {"type", each.type(), "message", each.message()};
                                xml.line().element(each.look().junit(), () -> xml.raw(each.output()), attributes);
                            }
                            xml.line();
                        },
                        "classname",
                        SUITE + "." + each.group(),
                        "name",
                        each.name());
    }

    private static String count(List<Case> cases, VerdictLook look) {
        return String.valueOf(cases.stream().filter(each -> each.look() == look).count());
    }

    private static String[] concatenated(String[] first, String[] second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }
}
