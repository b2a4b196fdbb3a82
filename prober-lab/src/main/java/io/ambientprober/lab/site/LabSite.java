package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.run.Site;
import io.ambientprober.run.Site.Survey;
import io.ambientprober.run.Site.Surveyed;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run in a lab, with the mesh as its traits have it. */
public final class LabSite implements Site {
    private final Lab lab;
    private final Set<Trait> traits;
    private final Undo undo = new Undo();

    public LabSite(Lab lab, Set<Trait> traits) {
        this.lab = lab;
        this.traits = traits;
        lab.onClose(undo::close);
    }

    @Override
    public Surveyed survey() throws SiteException {
        Optional<String> obstacle = lab.obstacle(traits);
        if (obstacle.isPresent()) {
            throw new SiteException(obstacle.get());
        }
        Map<String, String> environment = Map.of(
                "site",
                "lab of network namespaces with a stand-in mesh",
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
        Survey survey =
                new Survey(lab.network().nodes().stream().map(Node::name).toList(), List.of(), environment, "");
        LabRun run = new LabRun(lab, traits, undo);
        return new SurveyedLab(run, survey, tenants(run));
    }

    private Section<LabTenants> tenants(LabRun run) throws SiteException {
        if (!run.has(Trait.TENANTS)) {
            return new NotAsked<>("there are no other pods here");
        }
        try {
            return new Asked<>(LabTenants.open(run, lab.tenants()));
        } catch (IOException e) {
            throw new SiteException("the tenants could not be made ready: " + e.getMessage(), e);
        }
    }

    @Override
    public void cleanUp() throws SiteException {
        try {
            undo.close();
        } catch (IOException e) {
            throw new SiteException("the run was not deleted completely: " + e.getMessage(), e);
        }
    }
}
