package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.report.Judgement;
import io.ambientprober.report.Report;
import io.ambientprober.run.RunEvent.Note;
import io.ambientprober.run.RunEvent.PathNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathNotesTest {
    private final PathNotes notes = new PathNotes();
    private final Report judged;

    PathNotesTest() throws IOException {
        Plan plan = PlanFile.read(Path.of("../prober-core/src/test/resources/plan/example.json"));
        judged = Judgement.of(plan, List.of(), List.of(), Map.of());
    }

    @Test
    void standBehindTheFindingsOfTheirPathAndChangeNoVerdict() {
        notes.event(new PathNote("0001", "its client was lost: no node"));
        notes.event(new Note("of no path"));
        notes.event(new PathNote("ffff", "of a path that is not there"));
        notes.event(new PathNote("0001", "its server ended"));

        Report beside = notes.beside(judged);

        assertThat(findings(beside))
                .startsWith(findings(judged).toArray(String[]::new))
                .endsWith("its client was lost: no node", "its server ended")
                .hasSize(findings(judged).size() + 2);
        assertThat(beside.run()).isEqualTo(judged.run());
        assertThat(beside.paths().getFirst().verdict().encryption().reason())
                .isEqualTo(judged.paths().getFirst().verdict().encryption().reason());
    }

    @Test
    void whereNothingBefellAPathTheReportIsTheSame() {
        assertThat(notes.beside(judged)).isEqualTo(judged);
    }

    private static List<String> findings(Report report) {
        return report.paths().getFirst().verdict().encryption().findings();
    }
}
