package io.ambientprober.report.export;

import io.ambientprober.input.Printable;
import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.CheckedWords;
import io.ambientprober.report.model.ExplainHint;
import io.ambientprober.report.model.ReasonText;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.Tally;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One case of JUnit.
 *
 * @param group what follows the suite's name in its class name
 * @param output lines, each made printable
 */
record JUnitCase(String group, String name, VerdictLook look, String type, String message, String output) {
    /** Pods or flows of one section that have a case of their own; namespaces count them all. */
    private static final int MAX_NAMED = 1000;

    /** One for each question of a path. */
    static Stream<JUnitCase> of(PathReport path) {
        return path.rulings().map(ruling -> of(ruling, path.name() + " (" + path.id() + ")", ruling.findings()));
    }

    /** One for all that were ruled alike, and are counted and not listed. */
    static JUnitCase of(String kind, Tally tally) {
        return new JUnitCase(
                kind + " not listed",
                tally.name(),
                Severity.of(tally),
                tally.id(),
                "Counted, and not listed in this reduced report.",
                "");
    }

    /** One for each namespace, then one for each pod or flow that needs attention. */
    static List<JUnitCase> of(Check check) {
        List<JUnitCase> cases = new ArrayList<>();
        Check.byNamespace(check.list()).forEach((namespace, list) -> cases.add(namespace(check, namespace, list)));
        check.attention().values().stream()
                .flatMap(List::stream)
                .limit(MAX_NAMED)
                .forEach(checked -> cases.add(checked(checked)));
        check.unlisted().forEach(tally -> cases.add(of(check.name(), tally)));
        return cases;
    }

    private static JUnitCase namespace(Check check, String namespace, List<Checked> list) {
        List<VerdictLook> looks = Severity.looks(list);
        return new JUnitCase(
                check.name() + " of a namespace",
                namespace,
                Severity.worst(looks.stream()),
                "namespace",
                list.size() + " " + (list.size() == 1 ? check.unit() : check.name()) + ": " + Severity.counts(looks),
                "");
    }

    private static JUnitCase checked(Checked checked) {
        List<String> lines = new ArrayList<>(checked.ruling().findings());
        lines.addAll(CheckedWords.facts(checked));
        return of(checked.ruling(), checked.name(), lines);
    }

    private static JUnitCase of(Ruling<?> ruling, String name, List<String> findings) {
        List<String> lines = new ArrayList<>(findings);
        lines.add("verdict " + ruling.verdict() + ", see " + ExplainHint.of(ruling.reason()));
        return new JUnitCase(
                ReasonText.question(ruling.reason()),
                name,
                VerdictLook.of(ruling.verdict()),
                ruling.reason().code(),
                ReasonText.sentence(ruling.reason()),
                lines(lines));
    }

    /** Each made printable by itself, so that the ends of lines are the program's own. */
    static String lines(List<String> lines) {
        return lines.stream().map(Printable::of).collect(Collectors.joining("\n"));
    }
}
