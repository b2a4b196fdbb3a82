package io.ambientprober.lab.mesh;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ztunnel enforces at a destination. It gets no PeerAuthentication: istiod turns STRICT into a DENY on absent principal.
 *
 * @param deniedPorts closed to everybody
 * @param identityPorts open only to {@link #principals}
 * @param strict closed to anyone who has no identity
 */
public record Policy(List<Integer> deniedPorts, List<Integer> identityPorts, List<Spiffe> principals, boolean strict) {
    public static final Policy NONE = new Policy(List.of(), List.of(), List.of(), false);

    public Policy {
        deniedPorts = List.copyOf(deniedPorts);
        identityPorts = List.copyOf(identityPorts);
        principals = List.copyOf(principals);
    }

    public Policy withStrict() {
        return new Policy(deniedPorts, identityPorts, principals, true);
    }

    boolean admits(int port, Optional<Spiffe> peer) {
        return !deniedPorts.contains(port) && (peer.isPresent() || !strict) && identityAdmits(port, peer.orElse(null));
    }

    private boolean identityAdmits(int port, @Nullable Spiffe peer) {
        return !identityPorts.contains(port) || (peer != null && principals.contains(peer));
    }
}
