package io.ambientprober.canary;

import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of the canaries of a path, as its client saw it. A plan keeps what is judged, the first five.
 *
 * @param connected TCP connections opened
 * @param delivered complete answers received
 * @param peers remote addresses that the client's own kernel showed while connected
 * @param deniedPortReached null when not tried
 * @param identityPortReached null when not tried
 * @param errors distinct failures, one line each, with how often they occurred
 * @param localAddresses that the connections began at
 * @param milliseconds that all of it took
 */
public record CanaryOutcome(
        int connected,
        int delivered,
        List<IpAddress> peers,
        @Nullable Boolean deniedPortReached,
        @Nullable Boolean identityPortReached,
        List<String> errors,
        List<IpAddress> localAddresses,
        long milliseconds) {
    /** Of a client that the mesh kept from starting. */
    public static final CanaryOutcome NOTHING_SENT = new CanaryOutcome(0, 0, List.of(), null, null);

    public CanaryOutcome {
        peers = List.copyOf(peers);
        errors = List.copyOf(errors);
        localAddresses = List.copyOf(localAddresses);
    }

    /** As a plan has it. */
    public CanaryOutcome(
            int connected,
            int delivered,
            List<IpAddress> peers,
            @Nullable Boolean deniedPortReached,
            @Nullable Boolean identityPortReached) {
        this(connected, delivered, peers, deniedPortReached, identityPortReached, List.of(), List.of(), 0);
    }

    /**
     * Why connections failed, where some did; a port that a policy holds is an error to a client, too, and no news.
     *
     * @param connections that the client was to open
     */
    public Optional<String> failures(int connections) {
        return delivered >= connections || errors.isEmpty()
                ? Optional.empty()
                : Optional.of("its client says: " + String.join("; ", errors));
    }
}
