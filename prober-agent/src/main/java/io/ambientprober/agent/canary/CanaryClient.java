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
    private final Deadline deadline;

    CanaryClient(ClientPlan plan) {
        this(plan, new Witness());
    }

    CanaryClient(ClientPlan plan, Witness witness) {
        this.plan = plan;
        this.witness = witness;
        this.deadline = Deadline.after(plan.deadline() == null ? UNBOUNDED : plan.deadline());
    }

    ClientReport run() throws InterruptedException {
        InetAddress address;
        try {
            address = address();
        } catch (IOException e) {
            return report(List.of(Attempt.notMade("look up " + plan.target() + ": " + e.getMessage())), null, null);
        }
        List<Attempt> canaries = canaries(address);
        Attempt denied = policy(address, plan.deniedPort(), plan.deniedSequence());
        Attempt identity = policy(address, plan.identityPort(), plan.identitySequence());
        return report(canaries, denied, identity);
    }

    private InetAddress address() throws IOException {
        return plan.isLiteral()
                ? InetAddress.ofLiteral(plan.target())
                : TargetLookup.lookUp(plan.target(), deadline.within(plan.connectTimeout()));
    }

    private List<Attempt> canaries(InetAddress address) throws InterruptedException {
        InetSocketAddress remote = new InetSocketAddress(address, plan.port());
        List<Callable<Attempt>> tasks = IntStream.range(0, plan.connections())
                .<Callable<Attempt>>mapToObj(index -> () -> canary(remote, index))
                .toList();
        List<Attempt> attempts = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(Math.min(plan.parallel(), plan.connections()))) {
            for (Future<Attempt> attempt : executor.invokeAll(tasks)) {
                attempts.add(resultOf(attempt));
            }
        }
        return attempts;
    }

    private static Attempt resultOf(Future<Attempt> attempt) throws InterruptedException {
        try {
            return attempt.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a canary failed in an unforeseen way", e.getCause());
        }
    }

    private Attempt canary(InetSocketAddress remote, int index) throws InterruptedException {
        if (index >= plan.parallel()) {
            Thread.sleep(Math.min(plan.interval().toMillis(), deadline.millisLeft()));
        }
        if (deadline.isOver()) {
            return Attempt.notMade("not tried: the deadline had passed");
        }
        return exchange(remote, plan.firstSequence() + index, plan.requestBytes(), plan.responseBytes());
    }

    /** Null when not tried. What is sent is no canary: it must not stand in for one in the account of what was captured. */
    private @Nullable Attempt policy(InetAddress address, @Nullable Integer port, long sequence) {
        return port == null || deadline.isOver()
                ? null
                : exchange(new InetSocketAddress(address, port), sequence, Canary.POLICY_BYTES, Canary.POLICY_BYTES);
    }

    private Attempt exchange(InetSocketAddress remote, long sequence, int requestBytes, int responseBytes) {
        return new Exchange(plan, remote, sequence, requestBytes, responseBytes, witness, deadline).run();
    }

    private ClientReport report(List<Attempt> canaries, @Nullable Attempt denied, @Nullable Attempt identity) {
        List<Attempt> all = new ArrayList<>(canaries);
        addIfTried(all, denied);
        addIfTried(all, identity);
        Outcome outcome = new Outcome(
                (int) canaries.stream().filter(Attempt::connected).count(),
                (int) canaries.stream().filter(Attempt::delivered).count(),
                Tally.distinct(canaries, Attempt::peer),
                reached(denied),
                reached(identity));
        return new ClientReport(
                outcome, new Tally(all).errors(), Tally.distinct(canaries, Attempt::local), millisecondsSince(begun));
    }

    private static void addIfTried(List<Attempt> attempts, @Nullable Attempt attempt) {
        if (attempt != null) {
            attempts.add(attempt);
        }
    }

    private static @Nullable Boolean reached(@Nullable Attempt attempt) {
        return attempt == null ? null : attempt.answered();
    }

    private static long millisecondsSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
