package io.ambientprober.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a packed file, one part after the other in a buffer. */
final class PackedBytes implements Closeable {
    private static final int SIZE = 1 << 16;

    final byte[] buffer = new byte[SIZE];
    /** The next byte to be read. */
    int at;
    /** The end of what is in the buffer. */
    int limit;

    private final InputStream packed;
    private final String unit;

    /** @param unit what the file consists of */
    PackedBytes(InputStream packed, String unit) {
        this.packed = packed;
        this.unit = unit;
    }

    /** Whether so many bytes, few of them, follow; then they are in the buffer. */
    boolean has(int count) throws IOException {
        while (limit - at < count) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            limit -= at;
            at = 0;
            int read = packed.read(buffer, limit, SIZE - limit);
            if (read <= 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    void require(int count) throws IOException {
        if (!has(count)) {
            throw new EOFException("it ends inside a " + unit);
        }
    }

    int octet() throws IOException {
        require(1);
        return Bytes.u8(buffer, at++);
    }

    /** Of four bytes, little-endian. */
    long word() throws IOException {
        require(Integer.BYTES);
        long word = Words.u32(buffer, at, true);
        at += Integer.BYTES;
        return word;
    }

    void skip(long count) throws IOException {
        long rest = count;
        while (rest > 0) {
            require(1);
            int skipped = (int) Math.min(rest, limit - at);
            at += skipped;
            rest -= skipped;
        }
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }
}
