package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.run.Agent;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** How a lab comes by capture agents. */
public interface Agents {
    /**
     * Starts one and waits until it answers.
     *
     * @param folder for its log
     * @param undo ends it
     */
    Launched launch(Node node, Setting.Captures captures, Path folder, Undo undo, Duration timeout)
            throws IOException, SiteException;

    record Launched(Agent agent, LabProcess process) {}
}
