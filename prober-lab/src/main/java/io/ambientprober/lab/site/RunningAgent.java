package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.PortForward;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** The capture agent of a node: the process, and the way to its API. */
record RunningAgent(HttpAgent api, LabProcess process) {
    /**
     * Starts one and waits until it answers.
     *
     * @param undo ends it
     */
    static RunningAgent start(Programs programs, Node node, Set<Trait> traits, Undo undo, Duration timeout)
            throws IOException, SiteException {
        Credentials own = Credentials.create();
        LabProcess process = programs.agent(node, traits, own.fingerprint());
        undo.add(process::close);
        Announcement announced = announcement(process, timeout);
        PortForward forward = PortForward.to(node.netns(), announced.port());
        undo.add(forward::close);
        HttpAgent api = HttpAgent.connect(node.name(), forward.port(), announced, own);
        undo.add(api::close);
        return new RunningAgent(api, process);
    }

    private static Announcement announcement(LabProcess process, Duration timeout) throws IOException {
        String line = process.hear(timeout);
        try {
            return Announcement.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("the first line of " + process + " " + e.getMessage() + ": " + line, e);
        }
    }
}
