package io.ambientprober.fuzz;

import java.util.Arrays;

/** The bytes of a fuzzer as choices, one after the other; behind their end all are zero. */
public final class Choices {
    private final byte[] bytes;
    private int at;

    public Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean hasMore() {
        return at < bytes.length;
    }

    /** From 0 to 255. */
    public int octet() {
        return at < bytes.length ? bytes[at++] & 0xFF : 0;
    }

    /** From 0 to 65535. */
    public int word() {
        return octet() << 8 | octet();
    }

    /** One of some. */
    public <T> T of(T[] some) {
        return some[octet() % some.length];
    }

    /** The next bytes, as many as there are. */
    public byte[] bytes(int most) {
        int end = Math.min(bytes.length, at + most);
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, end), end);
        at = end;
        return taken;
    }

    public byte[] rest() {
        return bytes(bytes.length);
    }
}
