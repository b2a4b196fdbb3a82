package io.ambientprober.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What the members of a gzip file hold, one after the other (RFC 1952). Other than the JDK's stream it does not pass over what follows
 * the last member.
 */
final class GzipMembers extends InputStream {
    private static final int MAGIC_1 = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    /** MTIME, XFL, OS */
    private static final int UNUSED = 6;

    private final PackedBytes packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean ended;

    /** Reads the first header. */
    GzipMembers(InputStream packed) throws IOException {
        this.packed = new PackedBytes(packed, "gzip member");
        try {
            header();
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Bytes.u8(one, 0);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (!ended) {
            int inflated = inflate(to, offset, length);
            if (inflated > 0 || length == 0) {
                crc.update(to, offset, inflated);
                return inflated;
            }
            if (inflater.finished()) {
                nextMember();
            } else if (inflater.needsDictionary()) {
                throw new IOException("it wants a dictionary");
            } else {
                giveInput();
            }
        }
        return -1;
    }

    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            return inflater.inflate(to, offset, length);
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void giveInput() throws IOException {
        packed.require(1);
        inflater.setInput(packed.buffer, packed.at, packed.limit - packed.at);
        packed.at = packed.limit;
    }

    private void nextMember() throws IOException {
        packed.at = packed.limit - inflater.getRemaining();
        if (packed.word() != crc.getValue()) {
            throw new IOException("its CRC-32 is wrong");
        }
        if (packed.word() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new IOException("its length is wrong");
        }
        ended = !packed.has(1);
        if (!ended) {
            inflater.reset();
            crc.reset();
            header();
        }
    }

    private void header() throws IOException {
        if (packed.octet() != MAGIC_1 || packed.octet() != MAGIC_2) {
            throw new IOException("what follows the last member is not gzip");
        }
        if (packed.octet() != DEFLATE) {
            throw new IOException("its method is not deflate");
        }
        int flags = packed.octet();
        if ((flags & RESERVED) != 0) {
            throw new IOException("it has flags that no gzip has");
        }
        packed.skip(UNUSED);
        if ((flags & EXTRA) != 0) {
            packed.skip(packed.octet() | packed.octet() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            packed.skip(2);
        }
    }

    private void skipText() throws IOException {
        while (packed.octet() != 0) {
            // the end of a text is a zero
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
