package io.ambientprober.wire;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An IPv4 or IPv6 address as 128 bits, most significant half first. IPv4 is held v4-mapped (RFC 4291, section 2.5.5.2), so that a
 * socket table that shows {@code ::ffff:10.0.0.1} and a packet from 10.0.0.1 name the same address.
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    /** 2 to the 64th, divided by the golden ratio (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** An IPv4 address from its 32 bits in network order. */
    public static IpAddress v4(int bits) {
        return new IpAddress(0, V4_MAPPED | (bits & 0xFFFF_FFFFL));
    }

    /**
     * Reads a literal; never resolves a name.
     *
     * @throws IllegalArgumentException when the text is no IP address literal
     */
    public static IpAddress parse(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return v4(Bytes.i32(bytes, 0));
        }
        return new IpAddress(Bytes.i64(bytes, 0), Bytes.i64(bytes, 8));
    }

    /** An IPv4 address is kept as its IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2). */
    public boolean isV4() {
        return isV4(high, low);
    }

    /** The same of an address in two halves, the upper 64 bits first. */
    public static boolean isV4(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFFL;
    }

    /** The address with its port, IPv6 in brackets. */
    public String withPort(int port) {
        return isV4() ? this + ":" + port : "[" + this + "]:" + port;
    }

    /**
     * Spread: addresses of a cluster follow each other, and a set of the JDK that cannot be changed looks for what it does not hold through all that
     * lie side by side.
     */
    @Override
    public int hashCode() {
        return (int) ((31 * high + low) * GOLDEN >>> 32);
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Dotted quad, or the shortened form of RFC 5952. */
    @Override
    public String toString() {
        if (isV4()) {
            return (low >>> 24 & 0xFF) + "." + (low >>> 16 & 0xFF) + "." + (low >>> 8 & 0xFF) + "." + (low & 0xFF);
        }
        int zerosAt = -1;
        int zeros = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > zeros) {
                zerosAt = i;
                zeros = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == zerosAt) {
                text.append("::");
                i += zeros - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }
}
