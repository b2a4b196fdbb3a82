package io.ambientprober.agent.canary;

import io.ambientprober.wire.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one canary came.
 *
 * @param local null when not connected
 * @param peer what the kernel showed as the other end; null when it showed nothing
 * @param remarks one line each: why it came no further, and what else was odd
 */
record CanaryAttempt(
        Stage stage, @Nullable IpAddress local, @Nullable IpAddress peer, List<String> remarks) {
    CanaryAttempt {
        remarks = List.copyOf(remarks);
    }

    enum Stage {
        NOT_CONNECTED,
        CONNECTED,
        /** A canary server answered 200; what followed was not the whole answer. */
        ANSWERED,
        DELIVERED
    }

    static CanaryAttempt notMade(String why) {
        return new CanaryAttempt(Stage.NOT_CONNECTED, null, null, List.of(why));
    }

    boolean connected() {
        return stage.compareTo(Stage.CONNECTED) >= 0;
    }

    boolean answered() {
        return stage.compareTo(Stage.ANSWERED) >= 0;
    }

    boolean delivered() {
        return stage == Stage.DELIVERED;
    }
}
