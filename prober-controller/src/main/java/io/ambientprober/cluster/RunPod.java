package io.ambientprober.cluster;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A canary pod of one run: made early, and connected to as soon as it runs, ahead of its first order. */
final class RunPod implements AutoCloseable {
    /** Until a pod is scheduled, its network is made, and it runs. */
    static final Duration START = Duration.ofMinutes(1);

    /** At a pod whose time to start is over, for each order. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final RunContext context;
    private final PodName name;
    private final String node;
    private final CanaryBody body;
    private final Thread opening;
    private @Nullable Deadline start;

    /** @param node that it is to run on */
    RunPod(RunContext context, PodName name, String node) {
        this.context = context;
        this.name = name;
        this.node = node;
        body = new CanaryBody(context, name, context.own(), this::requireAlive);
        opening = Thread.ofVirtual().name("way to " + name).unstarted(this::open);
    }

    /** Opens the way to it as soon as it runs, now that it is made. */
    void begin() {
        opening.start();
    }

    PodName name() {
        return name;
    }

    String node() {
        return node;
    }

    CanaryBody body() {
        return body;
    }

    /** What is left of the time to start that it has from its first order on; never less than a look takes. */
    synchronized Duration start() {
        if (start == null) {
            start = new Deadline(System::nanoTime, START);
        }
        Duration left = start.left();
        return left.compareTo(LOOK) < 0 ? LOOK : left;
    }

    /** Whatever comes of it: the first order tries again, and says why. */
    private void open() {
        try {
            if (awaitRunning(START) != null) {
                body.open(START);
            }
        } catch (SiteException e) {
            // Nobody has asked yet.
        }
    }

    /** The pod once it has an address, or is held back by the mesh; null when the time is over. */
    @Nullable
    PodState awaitAddress(Duration timeout) throws SiteException {
        return await(pod -> !pod.ips().isEmpty() || pod.ended() || context.heldBack(pod, node) ? pod : null, timeout);
    }

    /** The pod once its container runs, or has ended; null when the time is over. */
    @Nullable
    PodState awaitRunning(Duration timeout) throws SiteException {
        return await(pod -> pod.started() ? pod : null, timeout);
    }

    private @Nullable PodState await(PodWatch.Look<PodState> look, Duration timeout) throws SiteException {
        return context.watch()
                .await(
                        name,
                        pod -> {
                            pod.requireHope();
                            return look.at(pod);
                        },
                        timeout);
    }

    private void requireAlive() throws SiteException {
        PodState pod = context.watch().now(name);
        if (pod == null) {
            throw PodWatch.deleted(name);
        }
        pod.requireNotEnded();
    }

    @Override
    public void close() {
        opening.interrupt();
        body.close();
    }
}
