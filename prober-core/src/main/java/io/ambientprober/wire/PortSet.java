package io.ambientprober.wire;

/** Some of the 65,536 ports, a bit each: asked for every packet, and most packets are of none of them. */
public final class PortSet {
    private final long[] bits = new long[(1 << 16) / Long.SIZE];

    /** @param port 0 to 65535, as all ports here */
    public void add(int port) {
        bits[port >>> 6] |= 1L << port;
    }

    public boolean contains(int port) {
        return (bits[port >>> 6] & 1L << port) != 0;
    }
}
