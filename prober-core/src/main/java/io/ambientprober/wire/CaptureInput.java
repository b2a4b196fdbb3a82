package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a capture in their order, through one fixed buffer. What was read stays in place until the next call that may refill:
 * {@link #has} and {@link #skip}.
 */
final class CaptureInput implements Closeable {
    /** Holds the largest packet several times; measured: larger is not faster, 256 KiB costs 10 % to 15 %. */
    static final int SIZE = 1 << 20;

    final byte[] buffer = new byte[SIZE];
    /** The next byte to be read. */
    int at;
    /** The end of what is in the buffer. */
    int limit;

    private final String name;
    private final InputStream stream;
    private final boolean unpacked;
    private long bufferStart;

    CaptureInput(String name, InputStream stream) {
        this(name, stream, false);
    }

    private CaptureInput(String name, InputStream stream, boolean unpacked) {
        this.name = name;
        this.stream = stream;
        this.unpacked = unpacked;
    }

    /** Bytes that come out of a decompressor: whatever it throws is the fault of the data. */
    static CaptureInput unpacked(String name, InputStream stream) {
        return new CaptureInput(name + " (unpacked)", stream, true);
    }

    /** Puts bytes that were read from the stream already back before the rest of it. */
    void prepend(byte[] head) {
        System.arraycopy(head, 0, buffer, 0, head.length);
        limit = head.length;
    }

    int available() {
        return limit - at;
    }

    /** Whether {@code count} bytes, at most {@link #SIZE}, follow; then they are in the buffer from {@link #at} on. */
    boolean has(int count) throws IOException {
        return limit - at >= count || refill(count);
    }

    /** False when the capture ends before. */
    boolean skip(long count) throws IOException {
        long rest = count;
        while (rest > limit - at) {
            rest -= limit - at;
            at = limit;
            if (!refill(1)) {
                return false;
            }
        }
        at += (int) rest;
        return true;
    }

    CaptureFormatException broken(String reason) {
        return new CaptureFormatException(name, bufferStart + at, reason);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private boolean refill(int count) throws IOException {
        compact();
        while (limit < count) {
            int read = read();
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    private void compact() {
        bufferStart += at;
        limit -= at;
        System.arraycopy(buffer, at, buffer, 0, limit);
        at = 0;
    }

    private int read() throws IOException {
        if (!unpacked) {
            return progress(stream.read(buffer, limit, SIZE - limit));
        }
        try {
            return progress(stream.read(buffer, limit, SIZE - limit));
        } catch (IOException | RuntimeException e) {
            throw CaptureFiles.cannotUnpack(name, bufferStart + limit, e);
        }
    }

    private static int progress(int read) throws IOException {
        if (read == 0) {
            throw new IOException("a read of the capture gave nothing");
        }
        return read;
    }
}
