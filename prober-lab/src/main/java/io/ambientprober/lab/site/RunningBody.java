package io.ambientprober.lab.site;

import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.peer.Credentials;
import io.ambientprober.run.PinnedClient;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;

/** A canary pod that takes orders. */
record RunningBody(Pod pod, PinnedClient client) {
    private static final Duration START = Duration.ofSeconds(60);

    /**
     * Starts one and waits until it can be ordered about.
     *
     * @param own by which it knows us
     * @param undo ends it
     */
    static RunningBody start(Programs programs, Pod pod, Credentials own, Undo undo) throws IOException {
        LabProcess process = programs.client(pod, own.fingerprint());
        undo.add(process::close);
        ForwardedPort way = ForwardedPort.to(process, pod.netns(), undo, START);
        PinnedClient client = new PinnedClient(
                process.toString(), way.port(), own, way.announced().fingerprint());
        undo.add(client::close);
        return new RunningBody(pod, client);
    }

    /** Has an order carried out, and waits for what comes of it. */
    byte[] carryOut(String id, Order order, Duration timeout) throws SiteException {
        return client.post(Order.PATH + id, OrderJson.bytes(order), timeout, Order.MAX_OUTCOME);
    }
}
