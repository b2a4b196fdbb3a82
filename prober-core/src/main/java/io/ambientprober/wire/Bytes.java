package io.ambientprober.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Network-order (big-endian) reads at absolute offsets; the caller has checked the bounds. Byte by byte, because the first compiler turns no
 * bytes round without a call.
 */
final class Bytes {
    private static final VarHandle NATIVE_I32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LITTLE_I32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle NATIVE_I64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Bytes() {}

    static boolean areZero(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == 0) {
            at++;
        }
        return at == end;
    }

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }

    static int u16(byte[] bytes, int at) {
        return u8(bytes, at) << 8 | u8(bytes, at + 1);
    }

    static int u24(byte[] bytes, int at) {
        return u16(bytes, at) << 8 | u8(bytes, at + 2);
    }

    static int i32(byte[] bytes, int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xFFFF_FFFFL;
    }

    static long i64(byte[] bytes, int at) {
        return (long) i32(bytes, at) << 32 | u32(bytes, at + 4);
    }

    /** In little-endian order, as most captures are written. */
    static int littleI32(byte[] bytes, int at) {
        return (int) LITTLE_I32.get(bytes, at);
    }

    /** For comparisons only: in the machine's byte order, which costs no conversion. */
    static int nativeI32(byte[] bytes, int at) {
        return (int) NATIVE_I32.get(bytes, at);
    }

    static long nativeI64(byte[] bytes, int at) {
        return (long) NATIVE_I64.get(bytes, at);
    }
}
