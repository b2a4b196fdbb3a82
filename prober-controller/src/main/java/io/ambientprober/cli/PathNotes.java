package io.ambientprober.cli;

import io.ambientprober.report.Report;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.RunEvent.PathNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what befell the paths of a run for its report, where it stands among the findings. It changes no verdict. */
final class PathNotes implements RunEvent.Listener {
    private final Map<String, List<String>> byPath = new HashMap<>();

    @Override
    public synchronized void event(RunEvent event) {
        if (event instanceof PathNote note) {
            byPath.computeIfAbsent(note.path(), ignored -> new ArrayList<>()).add(note.text());
        }
    }

    public synchronized Report beside(Report report) {
        return report.with(
                report.paths().stream()
                        .map(path -> path.withFindings(
                                byPath.getOrDefault(path.verdict().path().id(), List.of())))
                        .toList(),
                report.causes());
    }
}
