package io.ambientprober.agent.handshake;

import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.handshake.HandshakeJson;
import io.ambientprober.handshake.HandshakeResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Checks several ports at a time. */
public final class HandshakeOrders {
    /** At a time: two connections each, one after the other. */
    private static final int CONCURRENT = 16;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private HandshakeOrders() {}

    /**
     * What is to be done; its result is {@link HandshakeJson}.
     *
     * @throws IllegalArgumentException with what cannot be done
     */
    public static Callable<byte[]> work(HandshakeOrder order) {
        List<Target> targets = targets(order.targets());
        MeshRoots roots = order.roots().isEmpty() ? MeshRoots.NONE : MeshRoots.parse(order.roots());
        HandshakeCheck check = new HandshakeCheck(HandshakeTimeouts.of(TIMEOUT), InstantSource.system(), roots);
        return () -> HandshakeJson.bytes(checked(targets, check));
    }

    /** At most {@link HandshakeJson#MAX_RESULTS}, no name twice. */
    static List<Target> targets(List<String> texts) {
        if (texts.isEmpty() || texts.size() > HandshakeJson.MAX_RESULTS) {
            throw new IllegalArgumentException("1 to " + HandshakeJson.MAX_RESULTS + ", not " + texts.size());
        }
        Set<String> names = new HashSet<>();
        List<Target> targets = texts.stream().map(Target::parse).toList();
        for (Target target : targets) {
            if (!names.add(target.name())) {
                throw new IllegalArgumentException("two are named " + target.name());
            }
        }
        return targets;
    }

    /** In the order of the targets. */
    static List<HandshakeResult> checked(List<Target> targets, HandshakeCheck check) throws InterruptedException {
        return new Parallel<InterruptedException>(CONCURRENT, interrupted -> interrupted).map(targets, check::check);
    }
}
