package io.ambientprober.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** What the streams of an xz file hold, one after the other, with their padding (the .xz file format, section 2). */
final class XzStreams extends InputStream {
    /** In KiB: enough for the dictionary of 64 MiB that {@code xz -9} takes. */
    private static final int MAX_MEMORY = 80 << 10;

    private static final int BUFFER = 1 << 16;
    /** The decompressor may give nothing of a read in which it fails. */
    private static final int LARGEST_READ = 1 << 16;

    private final InputStream packed;
    private final XZInputStream streams;

    /**
     * Reads the first header. A class that calls this is verified without loading this class, as the result is not a type of its own: the packages of
     * the library are sealed, and a JVM does not start with an AOT cache that holds classes of such a package.
     */
    static InputStream of(InputStream packed) throws IOException {
        return new XzStreams(packed);
    }

    /** Each block may ask for a dictionary of its own: the cache is what they share. */
    private XzStreams(InputStream packed) throws IOException {
        this.packed = packed;
        try {
            streams = new XZInputStream(new BufferedInputStream(packed, BUFFER), MAX_MEMORY, new BasicArrayCache());
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Bytes.u8(one, 0);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        try {
            return streams.read(to, offset, Math.min(length, LARGEST_READ));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private static IOException explained(IOException e) {
        return switch (e) {
            case EOFException end -> new IOException("it ends inside an xz stream", end);
            case MemoryLimitException large ->
                new IOException(
                        "it takes " + large.getMemoryNeeded() + " KiB of memory, and may take " + MAX_MEMORY
                                + "; pack it with xz -9 at most",
                        large);
            default -> e;
        };
    }

    /** Not the decompressor's own: that one must not run beside a read. */
    @Override
    public void close() throws IOException {
        packed.close();
    }
}
