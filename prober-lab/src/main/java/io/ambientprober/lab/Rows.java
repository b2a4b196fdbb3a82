package io.ambientprober.lab;

import io.ambientprober.input.Printable;
import io.ambientprober.lab.scenario.PathReasons;
import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.lab.scenario.ScenarioResult;
import io.ambientprober.lab.scenario.TenantReasons;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.text.Style;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line for each scenario, in columns; more only where the prober was wrong. */
final class Rows {
    private final Style style;
    private final int nameWidth;
    private final int brokenWidth;

    Rows(List<Scenario> scenarios, Style style) {
        this.style = style;
        nameWidth = widest(scenarios, scenario -> scenario.name().length());
        brokenWidth = widest(scenarios, scenario -> scenario.broken().length());
    }

    private static int widest(List<Scenario> scenarios, ToIntFunction<Scenario> width) {
        return scenarios.stream().mapToInt(width).max().orElse(0);
    }

    String listed(Scenario scenario) {
        return left(nameWidth, scenario.name()) + "  " + scenario.broken();
    }

    List<String> of(Scenario scenario, Showing showing) {
        return switch (showing) {
            case Showing.Judged judged -> judged(scenario, judged.result());
            case Showing.Broken broken ->
                List.of(line(VerdictLook.FAIL, scenario, "not judged: " + Printable.of(broken.why())));
            case Showing.Skipped skipped ->
                List.of(line(VerdictLook.NOT_JUDGED, scenario, "skipped: " + Printable.of(skipped.why())));
        };
    }

    private List<String> judged(Scenario scenario, ScenarioResult result) {
        if (result.isRight()) {
            return List.of(line(VerdictLook.PASS, scenario, said(result)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(VerdictLook.FAIL, scenario, "WRONG, it is " + right(scenario)));
        for (PathVerdict path : result.wrong()) {
            lines.add("    " + path.path().id() + " " + path.path().name() + ": " + verdicts(path));
            path.encryption().findings().forEach(finding -> lines.add("        " + Printable.of(finding)));
        }
        result.wrongTenants().forEach(wrong -> lines.add("    " + Printable.of(wrong)));
        return lines;
    }

    /** What the prober said, and it is right. */
    private static String said(ScenarioResult result) {
        Stream<String> paths = result.shown().map(Rows::verdicts).stream();
        return joined(paths, result.scenario().tenants());
    }

    private static String right(Scenario scenario) {
        PathReasons paths = scenario.paths();
        return joined(paths == null ? Stream.of() : Stream.of(verdicts(paths.all())), scenario.tenants());
    }

    private static String joined(Stream<String> paths, @Nullable TenantReasons tenants) {
        Stream<String> asked = tenants == null
                ? Stream.of()
                : Stream.of("pods " + ruling(tenants.pods()), "flows " + ruling(tenants.flows()));
        return Stream.concat(paths, asked).collect(Collectors.joining("; "));
    }

    /** A reason adds nothing to PASS. */
    private static String ruling(Reason reason) {
        return reason.verdict() + (reason.verdict() == Verdict.PASS ? "" : " " + reason.code());
    }

    private String line(VerdictLook look, Scenario scenario, String verdicts) {
        String columns = left(nameWidth, scenario.name()) + "  " + left(brokenWidth, scenario.broken());
        return style.marked(look, columns + "  " + verdicts);
    }

    String closing(List<Showing> showings, Duration took) {
        List<Showing> tried = showings.stream()
                .filter(showing -> !(showing instanceof Showing.Skipped))
                .toList();
        long wrong = tried.stream().filter(showing -> !showing.isRight()).count();
        int skipped = showings.size() - tried.size();
        String counts = wrong == 0
                ? counted(tried.size(), "scenario") + ", each judged right"
                : wrong + " of " + counted(tried.size(), "scenario") + " not judged right";
        String text = counts + (skipped == 0 ? "" : ", " + skipped + " skipped") + ", in " + took.toSeconds() + " s";
        return style.marked(wrong == 0 ? VerdictLook.PASS : VerdictLook.FAIL, text);
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String verdicts(PathVerdict path) {
        return verdicts(path.rulings().map(Ruling::reason));
    }

    /** What was judged, the reasons of one verdict together: {@code PASS hbone, service}. */
    private static String verdicts(Stream<? extends Reason> reasons) {
        Map<Verdict, List<Reason>> byVerdict = reasons.filter(reason -> reason.verdict() != Verdict.NOT_JUDGED)
                .collect(Collectors.groupingBy(
                        Reason::verdict,
                        LinkedHashMap::new,
                        Collectors.mapping(Function.identity(), Collectors.toList())));
        return byVerdict.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().stream().map(Reason::code).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String left(int width, String text) {
        return text + " ".repeat(width - text.length());
    }
}
