package io.ambientprober.run;

import io.ambientprober.statement.RunNote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What happened to paths: told at once, and kept for the report. Any thread may add to it. */
final class RunNotes {
    private final RunEvent.Listener listener;
    private final List<RunNote> kept = Collections.synchronizedList(new ArrayList<>());

    RunNotes(RunEvent.Listener listener) {
        this.listener = listener;
    }

    /** @param path its id */
    void add(String path, String text) {
        kept.add(new RunNote(path, text));
        listener.event(new RunEvent.PathNote(path, text));
    }

    List<RunNote> kept() {
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }
}
