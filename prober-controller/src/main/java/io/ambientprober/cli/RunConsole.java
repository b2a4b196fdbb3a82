package io.ambientprober.cli;

import io.ambientprober.input.Printable;
import io.ambientprober.run.RunEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells on standard error what a run does: a line for each step, with the time since the beginning. */
final class RunConsole implements RunEvent.Listener {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean verbose;
    private final LongSupplier nanoTime;
    private final long began;

    RunConsole(Terminal terminal, boolean verbose, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.verbose = verbose;
        this.nanoTime = nanoTime;
        began = nanoTime.getAsLong();
    }

    @Override
    public synchronized void event(RunEvent event) {
        switch (event) {
            case RunEvent.StepBegan step -> underWay(step.step().words());
            case RunEvent.StepEnded step ->
                line(step.step().words() + (verbose ? " took " + seconds(step.took()) : ""));
            case RunEvent.StepFailed step ->
                line(step.step().words() + " failed" + (verbose ? " after " + seconds(step.took()) : ""));
            case RunEvent.Surveyed _ -> {
                // the report says it
            }
            case RunEvent.Note note -> line("note: " + note.text());
            case RunEvent.PathNote note -> line("note: " + note.line());
        }
    }

    /** Only a terminal can take it back. */
    private void underWay(String step) {
        if (terminal.style().colours()) {
            terminal.err().print(CLEAR_LINE + stamp() + step + " ...");
            terminal.err().flush();
        }
    }

    private void line(String text) {
        String clear = terminal.style().colours() ? CLEAR_LINE : "";
        terminal.err().println(clear + stamp() + Printable.of(text));
        terminal.err().flush();
    }

    private String stamp() {
        return String.format(Locale.ROOT, "[%5.1f s] ", (nanoTime.getAsLong() - began) / 1e9);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
