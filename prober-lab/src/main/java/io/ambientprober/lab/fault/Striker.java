package io.ambientprober.lab.fault;

import io.ambientprober.lab.fault.Fault.Lasts;
import io.ambientprober.lab.fault.Fault.Within;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Follows a run, strikes when the step begins, and keeps what the run notes. */
final class Striker implements RunEvent.Listener, AutoCloseable {
    private final Within how;
    private final Step step;
    private final StruckRun run;
    private final Undo undo = new Undo();
    private final List<String> notes = new ArrayList<>();
    private boolean struck;

    Striker(Within how, Step step, StruckRun run) {
        this.how = how;
        this.step = step;
        this.run = run;
    }

    @Override
    public synchronized void event(RunEvent event) {
        try {
            follow(event);
        } catch (IOException e) {
            notes.add("could not strike: " + e.getMessage());
        }
    }

    private void follow(RunEvent event) throws IOException {
        switch (event) {
            case RunEvent.StepBegan began
            when began.step() == step && !struck -> {
                how.strike().on(run, undo);
                struck = true;
            }
            case RunEvent.StepEnded ended when ended.step() == step -> stepIsOver();
            case RunEvent.StepFailed failed when failed.step() == step -> stepIsOver();
            case RunEvent.Note note -> notes.add(note.text());
            case RunEvent.PathNote note -> notes.add(note.line());
            default -> {
                // nothing of it is news here
            }
        }
    }

    private void stepIsOver() throws IOException {
        if (how.lasts() == Lasts.STEP) {
            undo.close();
        }
    }

    synchronized boolean hasStruck() {
        return struck;
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() throws IOException {
        undo.close();
    }
}
