package io.ambientprober.traffic;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes in network order. */
public final class Numbers {
    private Numbers() {}

    public static int u8(byte[] data, int at) {
        return data[at] & 0xFF;
    }

    public static int u16(byte[] data, int at) {
        return u8(data, at) << 8 | u8(data, at + 1);
    }

    public static int i32(byte[] data, int at) {
        return u16(data, at) << 16 | u16(data, at + 2);
    }

    public static long i64(byte[] data, int at) {
        return (long) i32(data, at) << 32 | i32(data, at + 4) & 0xFFFF_FFFFL;
    }

    public static void u16(byte[] data, int at, int value) {
        data[at] = (byte) (value >>> 8);
        data[at + 1] = (byte) value;
    }

    public static void i32(byte[] data, int at, int value) {
        u16(data, at, value >>> 16);
        u16(data, at + 2, value);
    }

    public static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    public static byte[] u24(int value) {
        return new byte[] {(byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static boolean contains(byte[] data, byte[] part) {
        for (int at = 0; at + part.length <= data.length; at++) {
            if (data[at] == part[0] && Arrays.equals(data, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether so many printable characters come in a row. */
    static boolean hasText(byte[] data, int length) {
        int printable = 0;
        for (byte each : data) {
            printable = each >= ' ' && each <= '~' ? printable + 1 : 0;
            if (printable == length) {
                return true;
            }
        }
        return false;
    }

    /** The bytes between these places, of which any may lie outside. */
    static byte[] part(byte[] data, int from, int to) {
        int begin = Math.clamp(from, 0, data.length);
        return Arrays.copyOfRange(data, begin, Math.clamp(to, begin, data.length));
    }
}
