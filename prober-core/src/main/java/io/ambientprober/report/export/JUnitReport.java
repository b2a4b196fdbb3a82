package io.ambientprober.report.export;

import io.ambientprober.input.Markup;
import io.ambientprober.input.Printable;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.Surroundings;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.report.model.VerdictLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report as JUnit XML, in the part of it that Jenkins, GitLab, Sonobuoy and others agree on: one case per path and question, and a
 * suite for each question beside the canaries. The last case of the first suite is the verdict of the run, so that a report without a
 * single case that failed is green only where the run passed.
 */
public final class JUnitReport {
    private static final String SUITE = "ambient-prober";

    private record Suite(String name, List<JUnitCase> cases) {
        String[] counts() {
            return JUnitReport.counts(cases);
        }
    }

    private JUnitReport() {}

    public static String of(Report report) {
        List<JUnitCase> cases = new ArrayList<>();
        List<Suite> suites = new ArrayList<>(List.of(new Suite(SUITE, cases)));
        Abort abort = report.abort();
        if (abort == null) {
            report.paths().stream().flatMap(JUnitCase::of).forEach(cases::add);
            report.unlisted().paths().forEach(tally -> cases.add(JUnitCase.of("paths", tally)));
            cases.add(run(report));
            report.checks()
                    .asked()
                    .forEach(check -> suites.add(new Suite(SUITE + "." + check.name(), JUnitCase.of(check))));
        } else {
            cases.add(
                    new JUnitCase("set-up", abort.step(), VerdictLook.FAIL, "set-up", abort.reason(), output(report)));
        }
        return document(report, suites);
    }

    private static String output(Report report) {
        return JUnitCase.lines(Stream.concat(Stream.of("Nothing was judged."), causes(report).stream())
                .toList());
    }

    private static List<String> causes(Report report) {
        return LikelyCauses.of(report).stream().map(LikelyCauses::line).toList();
    }

    private static JUnitCase run(Report report) {
        return new JUnitCase(
                "run",
                "verdict",
                VerdictLook.of(report.run()),
                report.run().name().toLowerCase(Locale.ROOT),
                VerdictLine.of(report),
                JUnitCase.lines(causes(report)));
    }

    private static String document(Report report, List<Suite> suites) {
        Markup xml = Markup.xml();
        xml.element(
                "testsuites",
                () -> {
                    suites.forEach(suite -> suite(report, suite, xml));
                    xml.line();
                },
                concatenated(
                        List.of("name", SUITE),
                        counts(suites.stream()
                                .flatMap(suite -> suite.cases().stream())
                                .toList())));
        return xml.toString();
    }

    private static String[] counts(List<JUnitCase> cases) {
        return new String[] {
            "tests", String.valueOf(cases.size()),
            "failures", count(cases, VerdictLook.FAIL),
            "errors", count(cases, VerdictLook.INCONCLUSIVE)
        };
    }

    private static void suite(Report report, Suite suite, Markup xml) {
        xml.line()
                .element(
                        "testsuite",
                        () -> {
                            if (suite.name().equals(SUITE)) {
                                properties(report, xml);
                            }
                            suite.cases().forEach(each -> testCase(each, xml));
                            xml.line();
                        },
                        attributes(report, suite));
    }

    private static String[] attributes(Report report, Suite suite) {
        Period period = Period.of(report);
        List<String> attributes = new ArrayList<>(List.of("name", suite.name()));
        attributes.addAll(List.of(suite.counts()));
        attributes.addAll(List.of("skipped", count(suite.cases(), VerdictLook.NOT_JUDGED)));
        if (period.started() != null) {
            // without a zone, as Ant and Surefire write it; UTC
            attributes.addAll(
                    List.of("timestamp", period.started().toString().substring(0, "2026-11-24T12:00:00".length())));
        }
        Duration took = took(period);
        // of the run, so that a sum over suites is true
        if (took != null && suite.name().equals(SUITE)) {
            attributes.addAll(List.of("time", String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0)));
        }
        return attributes.toArray(String[]::new);
    }

    private static @Nullable Duration took(Period period) {
        return period.started() == null || period.ended() == null
                ? null
                : Duration.between(period.started(), period.ended());
    }

    private static void properties(Report report, Markup xml) {
        xml.line().element("properties", () -> {
            property("verdict", report.run().name(), xml);
            property("run", report.runKey(), xml);
            property("limits", VerdictLine.limits(report), xml);
            report.coverage()
                    .known()
                    .forEach((kind, share) -> property("coverage." + kind, share.covered() + " of " + share.of(), xml));
            ControlIds.IDS.forEach((name, value) -> property(name, value, xml));
            Surroundings.of(report).forEach((name, value) -> property("environment." + name, value, xml));
            xml.line();
        });
    }

    private static void property(String name, String value, Markup xml) {
        xml.line().empty("property", "name", name, "value", value);
    }

    private static void testCase(JUnitCase each, Markup xml) {
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

    private static String count(List<JUnitCase> cases, VerdictLook look) {
        return String.valueOf(cases.stream().filter(each -> each.look() == look).count());
    }

    private static String[] concatenated(List<String> first, String[] second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }
}
