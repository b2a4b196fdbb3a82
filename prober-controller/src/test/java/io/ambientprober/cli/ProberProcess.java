package io.ambientprober.cli;

import io.ambientprober.cli.AnalyzeCommand.Analyzer;
import io.ambientprober.report.text.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command as a process would run it, without one; its output is that of the last run. */
final class ProberProcess {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(Analyzer analyzer, String... args) {
        out.reset();
        err.reset();
        return new Cli(analyzer, new Terminal(stream(out), stream(err), Style.PLAIN)).run(args);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
