package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.run.Connector;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;

/** The capture agent of a node: the process, and the way to its API. */
record RunningAgent(HttpAgent api, LabProcess process) {
    /** Starts one and waits until it answers; it ends with the run. */
    static RunningAgent start(LabRun run, Node node, Duration timeout) throws IOException, SiteException {
        LabProcess process = run.programs().agent(node, run.own().fingerprint());
        run.undo().add(process::close);
        ForwardedPort way = ForwardedPort.to(process, node.netns(), run.lab().network(), run.undo(), timeout);
        HttpAgent api = HttpAgent.connect(node.name(), Connector.toLoopback(way.port()), way.announced(), run.own());
        run.undo().add(api::close);
        return new RunningAgent(api, process);
    }
}
