package io.ambientprober.wire;

import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the frames of a zstd file hold, one after the other (RFC 8878, section 3.1). Each has a decompressor of its own: given them all, it
 * passes over what follows the last one when that is short, and gives up what it holds when that is long.
 */
final class ZstdFrames extends InputStream {
    /** The decompressor gives nothing of a read in which it fails. */
    private static final int LARGEST_READ = 1 << 16;

    private static final int SINGLE_SEGMENT = 0x20;
    private static final int CHECKSUM = 0x04;
    private static final int RLE = 1;

    /** RFC 8878, section 3.1.2: magic and length of a frame that holds nothing for a decompressor. */
    private static final int SKIPPABLE_HEADER = 8;

    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFF_FFF0;

    private enum Part {
        MAGIC(4),
        DESCRIPTOR(1),
        BLOCK_HEADER(3),
        END(0);

        private final int size;

        Part(int size) {
            this.size = size;
        }
    }

    private final PackedBytes packed;
    private InputStream frame = nullInputStream();
    private Part part = Part.END;
    /** What there is of the part, little-endian. */
    private int value;

    private int gathered;
    /** Bytes in front of the part that tell nothing. */
    private int toSkip;

    private boolean checksum;

    ZstdFrames(InputStream packed) {
        this.packed = new PackedBytes(packed, "frame");
    }

    /** Not its native sibling: that one unpacks a library into a temporary directory. */
    private InputStream decompressor() throws IOException {
        return new ZstdJavaInputStream(new Frame());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Bytes.u8(one, 0);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = frame.read(to, offset, Math.min(length, LARGEST_READ));
        while (read < 0 && hasAnother()) {
            part = Part.MAGIC;
            frame = decompressor();
            read = frame.read(to, offset, Math.min(length, LARGEST_READ));
        }
        return read;
    }

    private boolean hasAnother() throws IOException {
        if (!isAtEnd()) {
            throw new EOFException("it ends inside a frame");
        }
        while (packed.has(SKIPPABLE_HEADER) && isSkippable(Words.i32(packed.buffer, packed.at, true))) {
            packed.skip(Integer.BYTES);
            packed.skip(packed.word());
        }
        return packed.has(1);
    }

    private static boolean isSkippable(int magic) {
        return (magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC;
    }

    private boolean isAtEnd() {
        return part == Part.END && toSkip == 0;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }

    /** The bytes of one frame. */
    private final class Frame extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Bytes.u8(one, 0);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (isAtEnd() || !packed.has(1)) {
                return -1;
            }
            int from = packed.at;
            follow(Math.min(packed.limit, from + length));
            System.arraycopy(packed.buffer, from, to, offset, packed.at - from);
            return packed.at - from;
        }
    }

    private void follow(int end) {
        while (packed.at < end && !isAtEnd()) {
            if (toSkip > 0) {
                int skipped = Math.min(toSkip, end - packed.at);
                toSkip -= skipped;
                packed.at += skipped;
            } else {
                value |= Bytes.u8(packed.buffer, packed.at++) << (8 * gathered++);
                if (gathered == part.size) {
                    complete(value);
                }
            }
        }
    }

    private void complete(int whole) {
        gathered = 0;
        value = 0;
        switch (part) {
            case MAGIC -> part = Part.DESCRIPTOR;
            case DESCRIPTOR -> {
                toSkip = frameHeader(whole);
                checksum = (whole & CHECKSUM) != 0;
                part = Part.BLOCK_HEADER;
            }
            case BLOCK_HEADER -> {
                boolean last = (whole & 1) != 0;
                toSkip = ((whole >>> 1 & 3) == RLE ? 1 : whole >>> 3) + (last && checksum ? 4 : 0);
                part = last ? Part.END : Part.BLOCK_HEADER;
            }
            case END -> throw new IllegalStateException("nothing is read after the end of a frame");
        }
    }

    /** Bytes that follow the descriptor: window, dictionary and size of the content. */
    private static int frameHeader(int descriptor) {
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        int dictionary = (1 << (descriptor & 3)) >> 1;
        int size = descriptor >>> 6;
        int content = size == 0 ? (single ? 1 : 0) : 1 << size;
        return (single ? 0 : 1) + dictionary + content;
    }
}
