package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
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
     * @param own by which it knows us
     * @param undo ends it
     */
    static RunningAgent start(
            Programs programs, Node node, Set<Trait> traits, Credentials own, Undo undo, Duration timeout)
            throws IOException, SiteException {
        LabProcess process = programs.agent(node, traits, own.fingerprint());
        undo.add(process::close);
        ForwardedPort way = ForwardedPort.to(process, node.netns(), undo, timeout);
        HttpAgent api = HttpAgent.connect(node.name(), way.port(), way.announced(), own);
        undo.add(api::close);
        return new RunningAgent(api, process);
    }
}
