package io.ambientprober.lab;

import io.ambientprober.input.Printable;
import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Follows a run: its step on the screen; its notes kept until somebody asks, for they matter only where the verdict is wrong. */
final class Progress implements RunEvent.Listener {
    private final Screen screen;
    private final boolean verbose;
    private final List<String> notes = new ArrayList<>();
    private String what = "";

    Progress(Screen screen, boolean verbose) {
        this.screen = screen;
        this.verbose = verbose;
    }

    synchronized void begin(int number, int of, Scenario scenario) {
        notes.clear();
        what = "%d/%d %s".formatted(number, of, scenario.name());
        screen.doing(what);
    }

    @Override
    public synchronized void event(RunEvent event) {
        switch (event) {
            case RunEvent.StepBegan began ->
                screen.doing(what + ": " + began.step().words());
            case RunEvent.StepEnded ended -> detail(step(ended.step().words(), ended.took()));
            case RunEvent.StepFailed failed ->
                detail(step(failed.step().words(), failed.took()) + ": " + Printable.of(failed.reason()));
            case RunEvent.Surveyed _ -> {
                // nothing of it is news here
            }
            case RunEvent.Note note -> noted(note.text());
            case RunEvent.PathNote note -> noted(note.line());
        }
    }

    private void noted(String text) {
        notes.add(Printable.of(text));
        detail(Printable.of(text));
    }

    /** What the run noted since it began. */
    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    private void detail(String line) {
        if (verbose) {
            screen.print("    " + line);
        }
    }

    private static String step(String step, Duration took) {
        return String.format(Locale.ROOT, "%-9s %5.1f s", step, took.toMillis() / 1000.0);
    }
}
