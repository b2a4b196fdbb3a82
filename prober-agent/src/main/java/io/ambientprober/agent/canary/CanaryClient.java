package io.ambientprober.agent.canary;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PolicyPorts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the canaries of one order, one after the other, tries the policy ports, and says what it saw. */
final class CanaryClient {
    /** Sequences of policy ports, so that nobody takes them for counted canaries. */
    private static final long DENIED_SEQUENCE = 0x8000_0000L;

    private static final long IDENTITY_SEQUENCE = 0xC000_0000L;

    private final CanaryOrder order;
    private final Witness witness;
    private final long begun = System.nanoTime();
    private final ClientDeadline deadline = ClientDeadline.after(CanaryOrders.LONGEST);

    CanaryClient(CanaryOrder order) {
        this(order, new Witness());
    }

    CanaryClient(CanaryOrder order, Witness witness) {
        this.order = order;
        this.witness = witness;
    }

    CanaryOutcome run() {
        List<CanaryAttempt> canaries = new ArrayList<>();
        for (int sequence = 0; sequence < order.canary().connections(); sequence++) {
            canaries.add(canary(sequence));
        }
        PolicyPorts policies = order.policies();
        CanaryAttempt denied = policies == null ? null : policy(policies.denied(), DENIED_SEQUENCE);
        CanaryAttempt identity = policies == null ? null : policy(policies.identity(), IDENTITY_SEQUENCE);
        return outcome(canaries, denied, identity);
    }

    private CanaryAttempt canary(int sequence) {
        return deadline.isOver()
                ? CanaryAttempt.notMade("not tried: the deadline had passed")
                : exchange(order.port(), sequence, order.canary());
    }

    /** Null when not tried. What is sent is not a canary: it must not stand in for one in the account of what was captured. */
    private @Nullable CanaryAttempt policy(int port, long sequence) {
        int bytes = order.canary().policyBytes();
        return deadline.isOver() ? null : exchange(port, sequence, new Canary(1, bytes, bytes));
    }

    private CanaryAttempt exchange(int port, long sequence, Canary size) {
        return new Exchange(order.to(order.target(), port), sequence, size, witness, deadline).run();
    }

    private CanaryOutcome outcome(
            List<CanaryAttempt> canaries, @Nullable CanaryAttempt denied, @Nullable CanaryAttempt identity) {
        List<CanaryAttempt> all = new ArrayList<>(canaries);
        addIfTried(all, denied);
        addIfTried(all, identity);
        return new CanaryOutcome(
                (int) canaries.stream().filter(CanaryAttempt::connected).count(),
                (int) canaries.stream().filter(CanaryAttempt::delivered).count(),
                ExchangeTally.distinct(canaries, CanaryAttempt::peer),
                reached(denied),
                reached(identity),
                new ExchangeTally(all).errors(),
                ExchangeTally.distinct(canaries, CanaryAttempt::local),
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
