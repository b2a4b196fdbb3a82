package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a capture in their order, in constant memory. What was read stays in place until the next call that may refill:
 * {@link #has} and {@link #skip}.
 */
final class CaptureInput implements Closeable {
    byte[] buffer;
    /** The next byte to be read. */
    int at;
    /** The end of what is in the buffer. */
    int limit;

    private final String name;
    private final ChunkSource source;
    private final boolean unpacked;
    /** Null before the first. */
    private @Nullable Chunk chunk;

    private long bufferStart;
    /** Why no more could be unpacked. */
    private @Nullable CaptureFormatException failure;

    private CaptureInput(String name, ChunkSource source, byte[] head, boolean unpacked) {
        this.name = name;
        this.source = source;
        this.unpacked = unpacked;
        buffer = head;
        limit = head.length;
    }

    /** The bytes of {@code head}, which were read already, and those that the stream still holds. */
    static CaptureInput plain(String name, byte[] head, InputStream stream, @Nullable TokenScanner scanner) {
        return plain(name, head, ReadAhead.of(stream, scanner));
    }

    static CaptureInput plain(String name, byte[] head, ChunkSource source) {
        return new CaptureInput(name, source, head, false);
    }

    /** Bytes that come out of a decompressor: whatever it throws is the fault of the data. */
    static CaptureInput unpacked(String name, InputStream stream, @Nullable TokenScanner scanner) {
        return new CaptureInput(name + " (unpacked)", ReadAhead.of(stream, scanner), new byte[0], true);
    }

    int available() {
        return limit - at;
    }

    /** Whether {@code count} bytes, at most {@link Chunk#ROOM}, follow; then they are in the buffer from {@link #at} on. */
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

    /** Whether it is known that no token stands in what is in the buffer from {@code from} on. */
    boolean isTokenless(int from) {
        return chunk != null && chunk.tokenless && from >= chunk.room;
    }

    CaptureFormatException broken(String reason) {
        return new CaptureFormatException(name, bufferStart + at, reason);
    }

    /** As {@link #broken}, where the input ended too early: perhaps because no more of it could be unpacked. */
    CaptureFormatException tooShort(String reason) {
        return failure == null ? broken(reason) : failure;
    }

    /** What is said of the next byte. */
    String at(String what) {
        return broken(what).where();
    }

    /** Why the input ends where it does; null where that is its end. */
    @Nullable
    CaptureFormatException failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private boolean refill(int count) throws IOException {
        while (limit - at < count) {
            if (chunk != null && chunk.last) {
                ended(chunk.failure);
                return false;
            }
            advance();
        }
        return true;
    }

    /** What is left stays in front of what follows. */
    private void advance() throws IOException {
        int left = limit - at;
        Chunk next = source.next(left);
        if (next.isWithoutBytes()) {
            chunk = next;
            return;
        }
        int itsPlace = next.room - left;
        System.arraycopy(buffer, at, next.bytes, itsPlace, left);
        if (chunk != null) {
            source.giveBack(chunk);
        }
        chunk = next;
        buffer = next.bytes;
        bufferStart += at - itsPlace;
        at = itsPlace;
        limit = next.end;
    }

    private void ended(@Nullable Throwable why) throws IOException {
        switch (why) {
            case null -> {}
            case Error error -> throw error;
            case UnpackedTooLongException e -> throw e;
            case Exception e when unpacked -> failure = CaptureFiles.cannotUnpack(name, bufferStart + limit, e);
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException("reading throws nothing else", why);
        }
    }
}
