package io.ambientprober.flow;

/**
 * An amount of TCP.
 *
 * @param packets of either direction; of sampled traffic what the sample represents
 * @param bytes of payload, of either direction
 */
public record Traffic(long connections, long packets, long bytes) {
    public static final Traffic NONE = new Traffic(0, 0, 0);

    public Traffic plus(Traffic other) {
        return new Traffic(connections + other.connections, packets + other.packets, bytes + other.bytes);
    }

    public boolean isNone() {
        return connections == 0 && packets == 0 && bytes == 0;
    }
}
