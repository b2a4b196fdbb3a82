package io.ambientprober.agent.canary;

import io.ambientprober.plan.ProbePath.Canary;
import io.ambientprober.plan.ProbePath.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends the canaries of one plan, tries the policy ports, and says what it saw. */
final class CanaryClient {
    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final ClientPlan plan;
    private final Witness witness;
    private final long begun = System.nanoTime();
    private final ClientDeadline deadline;

    CanaryClient(ClientPlan plan) {
        this(plan, new Witness());
    }

    CanaryClient(ClientPlan plan, Witness witness) {
        this.plan = plan;
        this.witness = witness;
        this.deadline = ClientDeadline.after(plan.deadline() == null ? UNBOUNDED : plan.deadline());
    }

    ClientReport run() throws InterruptedException {
        InetAddress address;
        try {
            address = address();
        } catch (IOException e) {
            return report(
                    List.of(CanaryAttempt.notMade("look up " + plan.target() + ": " + e.getMessage())), null, null);
        }
        List<CanaryAttempt> canaries = canaries(address);
        CanaryAttempt denied = policy(address, plan.deniedPort(), plan.deniedSequence());
        CanaryAttempt identity = policy(address, plan.identityPort(), plan.identitySequence());
        return report(canaries, denied, identity);
    }

    private InetAddress address() throws IOException {
        return plan.isLiteral()
                ? InetAddress.ofLiteral(plan.target())
                : TargetLookup.lookUp(plan.target(), deadline.within(plan.connectTimeout()));
    }

    private List<CanaryAttempt> canaries(InetAddress address) throws InterruptedException {
        InetSocketAddress remote = new InetSocketAddress(address, plan.port());
        List<Callable<CanaryAttempt>> tasks = IntStream.range(0, plan.connections())
                .<Callable<CanaryAttempt>>mapToObj(index -> () -> canary(remote, index))
                .toList();
        List<CanaryAttempt> attempts = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(Math.min(plan.parallel(), plan.connections()))) {
            for (Future<CanaryAttempt> attempt : executor.invokeAll(tasks)) {
                attempts.add(resultOf(attempt));
            }
        }
        return attempts;
    }

    private static CanaryAttempt resultOf(Future<CanaryAttempt> attempt) throws InterruptedException {
        try {
            return attempt.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a canary failed in an unforeseen way", e.getCause());
        }
    }

    private CanaryAttempt canary(InetSocketAddress remote, int index) throws InterruptedException {
        if (index >= plan.parallel()) {
            Thread.sleep(Math.min(plan.interval().toMillis(), deadline.millisLeft()));
        }
        if (deadline.isOver()) {
            return CanaryAttempt.notMade("not tried: the deadline had passed");
        }
        return exchange(remote, plan.firstSequence() + index, plan.requestBytes(), plan.responseBytes());
    }

    /** Null when not tried. What is sent is no canary: it must not stand in for one in the account of what was captured. */
    private @Nullable CanaryAttempt policy(InetAddress address, @Nullable Integer port, long sequence) {
        return port == null || deadline.isOver()
                ? null
                : exchange(new InetSocketAddress(address, port), sequence, Canary.POLICY_BYTES, Canary.POLICY_BYTES);
    }

    private CanaryAttempt exchange(InetSocketAddress remote, long sequence, int requestBytes, int responseBytes) {
        return new Exchange(plan, remote, sequence, requestBytes, responseBytes, witness, deadline).run();
    }

    private ClientReport report(
            List<CanaryAttempt> canaries, @Nullable CanaryAttempt denied, @Nullable CanaryAttempt identity) {
        List<CanaryAttempt> all = new ArrayList<>(canaries);
        addIfTried(all, denied);
        addIfTried(all, identity);
        Outcome outcome = new Outcome(
                (int) canaries.stream().filter(CanaryAttempt::connected).count(),
                (int) canaries.stream().filter(CanaryAttempt::delivered).count(),
                Tally.distinct(canaries, CanaryAttempt::peer),
                reached(denied),
                reached(identity));
        return new ClientReport(
                outcome,
                new Tally(all).errors(),
                Tally.distinct(canaries, CanaryAttempt::local),
                millisecondsSince(begun));
    }

    private static void addIfTried(List<CanaryAttempt> attempts, @Nullable CanaryAttempt attempt) {
        if (attempt != null) {
            attempts.add(attempt);
        }
    }

    private static @Nullable Boolean reached(@Nullable CanaryAttempt attempt) {
        return attempt == null ? null : attempt.answered();
    }

    private static long millisecondsSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
