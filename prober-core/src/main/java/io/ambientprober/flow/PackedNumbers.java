package io.ambientprober.flow;

import java.io.ByteArrayOutputStream;

/** Numbers one after the other, of seven bits to the byte, the lowest first (as LEB128): small ones take few bytes. */
final class PackedNumbers {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final byte[] bytes;
    private int at;

    /** @param at where the next one begins */
    PackedNumbers(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    boolean isOver() {
        return at >= bytes.length;
    }

    void skip(int length) {
        at += length;
    }

    long next() {
        long number = 0;
        int shift = 0;
        byte part;
        do {
            part = bytes[at++];
            number |= (long) (part & MORE - 1) << shift;
            shift += BITS;
        } while (part < 0);
        return number;
    }

    /** One that may be negative. */
    long nextSigned() {
        long folded = next();
        return folded >>> 1 ^ -(folded & 1);
    }

    /** Writes them. */
    static final class Writer extends ByteArrayOutputStream {
        /** @param number taken to be unsigned */
        void add(long number) {
            long left = number;
            while ((left & -MORE) != 0) {
                write((int) left & MORE - 1 | MORE);
                left >>>= BITS;
            }
            write((int) left);
        }

        /** Sign in the lowest bit, as Protocol Buffers have it (ZigZag). */
        void addSigned(long number) {
            add(number << 1 ^ number >> Long.SIZE - 1);
        }
    }
}
