package io.ambientprober.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes out of a packed capture, as long as that can be a capture and no bomb. */
final class BoundedUnpacking extends InputStream {
    /** Any packed file may hold as much. */
    static final long ALWAYS = 64L << 20;
    /** A larger one may hold so many times its own length: more than captures of nothing but canaries in the clear do. */
    static final int RATIO = 200;

    private final String name;
    private final Counted packed;
    private final InputStream unpacked;
    private long given;

    BoundedUnpacking(String name, Packing packing, InputStream packed) throws IOException {
        this.name = name;
        this.packed = new Counted(packed);
        unpacked = packing.unpack(this.packed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Bytes.u8(one, 0);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = unpacked.read(to, offset, length);
        given += Math.max(0, read);
        if (given > ALWAYS && given / RATIO > packed.taken) {
            throw new UnpackedTooLongException(name, packed.taken);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }

    private static final class Counted extends FilterInputStream {
        private long taken;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            taken += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            taken += Math.max(0, read);
            return read;
        }
    }
}
