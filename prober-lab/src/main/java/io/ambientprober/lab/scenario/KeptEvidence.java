package io.ambientprober.lab.scenario;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.Agent;
import io.ambientprober.run.OwnFolder;
import io.ambientprober.run.ProbeRun.EvidenceStore;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A folder of a plan and its captures, as {@code prober analyze} judges it again. */
public final class KeptEvidence implements EvidenceStore {
    private final OwnFolder folder;

    private KeptEvidence(OwnFolder folder) {
        this.folder = folder;
    }

    /** Begins one where there is nothing yet. */
    public static KeptEvidence in(Path folder) throws IOException {
        return new KeptEvidence(OwnFolder.empty(folder));
    }

    @Override
    public List<String> keep(Agent agent, Tap tap, Duration timeout) throws SiteException {
        try {
            folder.fill(tap.files().getFirst(), file -> agent.evidence(file, timeout));
            return List.of();
        } catch (IOException e) {
            throw new SiteException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Completes it; gives the plan's file. */
    public Path write(Plan plan) throws IOException {
        folder.write("plan.json", PlanFile.bytes(plan));
        return folder.file("plan.json");
    }
}
