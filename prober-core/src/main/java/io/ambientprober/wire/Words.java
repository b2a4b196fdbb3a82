package io.ambientprober.wire;

/** Reads in the byte order of a capture; the caller has checked the bounds. */
final class Words {
    private Words() {}

    static int u16(byte[] bytes, int at, boolean little) {
        int word = Bytes.u16(bytes, at);
        return little ? Short.toUnsignedInt(Short.reverseBytes((short) word)) : word;
    }

    static int i32(byte[] bytes, int at, boolean little) {
        return little ? Bytes.littleI32(bytes, at) : Bytes.i32(bytes, at);
    }

    static long u32(byte[] bytes, int at, boolean little) {
        return i32(bytes, at, little) & 0xFFFF_FFFFL;
    }

    static long i64(byte[] bytes, int at, boolean little) {
        long word = Bytes.i64(bytes, at);
        return little ? Long.reverseBytes(word) : word;
    }

    /**
     * An unsigned length on the wire as an int. Less than what was captured is tolerated, as libpcap does; more than an int holds is
     * kept as the largest.
     */
    static int wireLength(int length, int captured) {
        if (length >= captured) {
            return length;
        }
        return length < 0 ? Integer.MAX_VALUE : captured;
    }
}
