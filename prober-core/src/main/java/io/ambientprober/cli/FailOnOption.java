package io.ambientprober.cli;

import io.ambientprober.report.Report;
import picocli.CommandLine.Option;

/** The option {@code --fail-on} of every command whose exit code is a verdict. */
final class FailOnOption {
    enum FailOn {
        FAIL,
        WARN
    }

    @Option(names = "--fail-on", paramLabel = "fail|warn", description = "warn: a warning fails the run too.")
    private FailOn failOn = FailOn.FAIL;

    Report applied(Report report) {
        return switch (failOn) {
            case FAIL -> report;
            case WARN -> report.failingOnWarnings();
        };
    }
}
