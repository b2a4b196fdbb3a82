package io.ambientprober.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** Reads a stream when its user asks for more of it: without a thread, and in little memory, of which packets that are large take more. */
final class ReadByNeed implements ChunkSource {
    static final int SIZE = 1 << 14;

    private final InputStream stream;
    /** Its user has another one. */
    private @Nullable Chunk spare;

    ReadByNeed(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public Chunk next(int kept) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while reading a capture");
        }
        Chunk chunk = spare != null && spare.room >= kept ? spare : new Chunk(kept + SIZE, SIZE);
        spare = null;
        chunk.fill(stream);
        return chunk;
    }

    @Override
    public void giveBack(Chunk used) {
        spare = used;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
