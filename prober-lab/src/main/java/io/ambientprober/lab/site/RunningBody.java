package io.ambientprober.lab.site;

import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.run.Connector;
import io.ambientprober.run.PinnedClient;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;

/** A canary pod that takes orders. */
record RunningBody(Pod pod, PinnedClient client) {
    private static final Duration START = Duration.ofSeconds(60);

    /** Starts one and waits until it can be ordered about; it ends with the run. */
    static RunningBody start(LabRun run, Pod pod) throws IOException {
        LabProcess process = run.programs().client(pod, run.own().fingerprint());
        run.undo().add(process::close);
        ForwardedPort way = ForwardedPort.to(process, pod.netns(), run.lab().network(), run.undo(), START);
        PinnedClient client = new PinnedClient(
                process.toString(),
                Connector.toLoopback(way.port()),
                run.own(),
                way.announced().fingerprint());
        run.undo().add(client::close);
        return new RunningBody(pod, client);
    }

    /** Has an order carried out, and waits for what comes of it. */
    byte[] carryOut(String id, Order order, Duration timeout) throws SiteException {
        return client.post(Order.PATH + id, OrderJson.bytes(order), timeout, Order.MAX_OUTCOME);
    }
}
