package io.ambientprober.canary;

import java.util.List;

/**
 * To ask HBONE ports who they are, and whether they let a stranger in.
 *
 * @param targets each {@code NAME=IP:PORT[=SPIFFE]}, as the command {@code handshake} takes them
 * @param roots certificates of the mesh, PEM; empty for none
 */
public record HandshakeOrder(List<String> targets, String roots) implements Order {
    public HandshakeOrder {
        targets = List.copyOf(targets);
    }
}
