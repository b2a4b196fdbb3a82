package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;

/** Where the bytes of a capture come from, a chunk at a time. */
interface ChunkSource extends Closeable {
    /**
     * The next part of the stream; not to be called after the last one.
     *
     * @param kept bytes, at most {@link Chunk#ROOM}, for which it has room before its own; one without bytes needs none
     */
    Chunk next(int kept) throws IOException;

    /** The user is done with a chunk. */
    void giveBack(Chunk used);
}
