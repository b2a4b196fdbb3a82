package io.ambientprober.canary;

import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.util.List;

/**
 * To watch the policy ports of servers until they are held for this pod. The outcome has a line for each port that is not when the time is over.
 *
 * @param targets at most {@link #MOST}
 * @param patience for all of them together
 */
public record GateOrder(List<IpAddress> targets, Duration patience) implements Order {
    public static final int MOST = 4096;

    public GateOrder {
        targets = List.copyOf(targets);
    }
}
