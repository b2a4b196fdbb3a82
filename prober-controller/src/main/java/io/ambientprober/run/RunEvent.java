package io.ambientprober.run;

import io.ambientprober.run.Site.Survey;
import java.time.Duration;

/** What a run tells while it goes on; a console prints it, a test records it. */
public sealed interface RunEvent {
    record StepBegan(Step step) implements RunEvent {}

    record StepEnded(Step step, Duration took) implements RunEvent {}

    record StepFailed(Step step, Duration took, String reason) implements RunEvent {}

    /** What there is was looked at, and nothing made yet. */
    record Surveyed(Survey survey) implements RunEvent {}

    /** Something that did not end the run, for example an agent that was lost. */
    record Note(String text) implements RunEvent {}

    /**
     * What happened to one path's canary and did not end the run, for example a client that was lost.
     *
     * @param path its id
     */
    record PathNote(String path, String text) implements RunEvent {
        /** With the path, for where notes of all paths are mixed. */
        public String line() {
            return "path " + path + ": " + text;
        }
    }

    /** Told of events, one at a time, from any thread. */
    interface Listener {
        void event(RunEvent event);
    }
}
