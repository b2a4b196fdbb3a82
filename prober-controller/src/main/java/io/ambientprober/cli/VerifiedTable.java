package io.ambientprober.cli;

import io.ambientprober.attest.VerifyingKey;
import io.ambientprober.canary.RunKey;
import io.ambientprober.cli.VerifyBundle.Verified;
import io.ambientprober.input.Printable;
import io.ambientprober.report.model.Check;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Severity;
import io.ambientprober.report.model.VerdictLook;
import io.ambientprober.report.text.Style;
import io.ambientprober.statement.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a signature binds, for people. */
final class VerifiedTable {
    private final Verified verified;
    private final Report report;

    private VerifiedTable(Verified verified) {
        this.verified = verified;
        report = verified.report();
    }

    static String of(Verified verified, VerifyingKey key, Style style) {
        VerifiedTable table = new VerifiedTable(verified);
        return style.marked(VerdictLook.of(table.report.run()), table.run()) + "\n"
                + table.lines(key).stream()
                        .map(line -> "    " + Printable.of(line) + "\n")
                        .collect(Collectors.joining())
                + "\n"
                + style.marked(VerdictLook.PASS, table.sum())
                + "\n";
    }

    private String run() {
        return "run " + RunKey.publicId(report.runKey()) + ": " + report.run();
    }

    private List<String> lines(VerifyingKey key) {
        Period period = Period.of(report);
        List<String> lines = new ArrayList<>();
        lines.add("when: " + known(period.started()) + " to " + known(period.ended()));
        lines.add("cluster: " + known(report.environment().get(Environment.CLUSTER)));
        lines.add("prober: " + verified.statement().version() + ", image "
                + known(report.environment().get(Environment.IMAGE)));
        lines.add("paths, judged again: " + paths());
        report.checks().all().forEach(check -> lines.add(check.name() + ", as signed: " + words(check)));
        String covered = report.coverage().words();
        lines.add("covered: " + (covered.isEmpty() ? "not known" : covered));
        lines.add("key: " + key.id());
        return lines;
    }

    private static String known(@Nullable Object value) {
        return Objects.toString(value, "not known");
    }

    private String paths() {
        return report.paths().isEmpty()
                ? "none"
                : report.paths().size() + ": " + Severity.counts(Severity.looks(report.paths()));
    }

    private static String words(Check check) {
        return check.asked() ? check.counts() : "not asked";
    }

    private String sum() {
        return "VERIFIED: the signature holds, " + verified.statement().files().size()
                + " files are as they were signed, and their packets give the same verdicts.";
    }
}
