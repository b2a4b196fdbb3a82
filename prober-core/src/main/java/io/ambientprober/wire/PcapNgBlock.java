package io.ambientprober.wire;

import java.io.IOException;

/** A cursor over one block after the other: checks their length fields, and never reads beyond a block's end. */
final class PcapNgBlock {
    /** Type, total length and, at the end, total length again (draft-ietf-opsawg-pcapng, section 3.1). */
    static final int FRAME = 12;

    private static final int HEADER = 8;
    private static final int CLOSING = 4;

    private final CaptureInput in;
    private boolean little;
    private int type;
    private long total;
    /** Bytes of the block that were not taken yet, with the length that closes it. */
    private long rest;

    PcapNgBlock(CaptureInput in) {
        this.in = in;
    }

    /** Valid from the next {@link #open} on. */
    void byteOrder(boolean little) {
        this.little = little;
    }

    /** Reads the type and length at the input's position; the caller has made sure that they are there. */
    void open() throws CaptureFormatException {
        type = i32(in.at);
        total = u32(in.at + 4);
        if (total < FRAME || total % 4 != 0) {
            throw in.broken("block of type 0x%08x has length %d".formatted(type, total));
        }
        rest = total;
        take(HEADER);
    }

    int type() {
        return type;
    }

    boolean isOpen() {
        return rest > 0;
    }

    /** What the block still holds in front of its closing length. */
    long body() {
        return rest - CLOSING;
    }

    /** Whether the next {@code count} bytes of the body are there: false where the file ends. */
    boolean has(int count) throws IOException {
        if (count > body()) {
            throw in.broken("block of type 0x%08x and length %d is too short for what it holds".formatted(type, total));
        }
        return in.has(count);
    }

    /** Takes bytes that {@link #has} found; returns where they begin in the buffer. */
    int take(int count) {
        int at = in.at;
        in.at = at + count;
        rest -= count;
        return at;
    }

    /** Skips to the end of the block; false where the file ends before. */
    boolean close() throws IOException {
        if (in.available() < rest && !skipBody()) {
            return false;
        }
        int closing = in.at + (int) body();
        if (u32(closing) != total) {
            throw in.broken("block of type 0x%08x and length %d does not end with its length".formatted(type, total));
        }
        in.at = closing + CLOSING;
        rest = 0;
        return true;
    }

    int u16(int at) {
        return Words.u16(in.buffer, at, little);
    }

    int i32(int at) {
        return Words.i32(in.buffer, at, little);
    }

    long u32(int at) {
        return Words.u32(in.buffer, at, little);
    }

    /** Two words, the high one first in either byte order. */
    long timestamp(int at) {
        return u32(at) << 32 | u32(at + 4);
    }

    long i64(int at) {
        return Words.i64(in.buffer, at, little);
    }

    private boolean skipBody() throws IOException {
        if (!in.skip(body()) || !in.has(CLOSING)) {
            return false;
        }
        rest = CLOSING;
        return true;
    }
}
