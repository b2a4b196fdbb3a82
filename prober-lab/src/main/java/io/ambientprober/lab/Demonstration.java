package io.ambientprober.lab;

import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.lab.scenario.ScenarioRunner;
import io.ambientprober.lab.scenario.ScenarioRunner.SiteMaker;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios one after the other and shows what the prober says of each.
 *
 * @param evidence null for none
 * @param last makes the site of the last scenario
 */
record Demonstration(
        Lab lab,
        Screen screen,
        Progress progress,
        Rows rows,
        @Nullable Path evidence,
        SiteMaker last) {
    /** Whether each was judged right. */
    boolean run(List<Scenario> scenarios) throws IOException {
        long began = System.nanoTime();
        List<Showing> showings = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            boolean isLast = showings.size() + 1 == scenarios.size();
            progress.begin(showings.size() + 1, scenarios.size(), scenario);
            Showing showing = show(scenario, isLast ? last : LabSite::new);
            print(scenario, showing);
            showings.add(showing);
        }
        screen.doing(null);
        screen.print("");
        screen.print(rows.closing(showings, Duration.ofNanos(System.nanoTime() - began)));
        return showings.stream().allMatch(Showing::isRight);
    }

    private Showing show(Scenario scenario, SiteMaker sites) throws IOException {
        Optional<String> obstacle = lab.obstacle(scenario.traits());
        if (obstacle.isPresent()) {
            return new Showing.Skipped(obstacle.get());
        }
        try {
            return new Showing.Judged(new ScenarioRunner(lab, evidence, progress, sites).run(scenario));
        } catch (SiteException e) {
            return new Showing.Broken(String.valueOf(e.getMessage()));
        }
    }

    private void print(Scenario scenario, Showing showing) {
        rows.of(scenario, showing).forEach(screen::print);
        if (!showing.isRight()) {
            progress.notes().forEach(note -> screen.print("    " + note));
        }
    }
}
