package io.ambientprober.wire;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A part of a stream, with room before it for what its user kept of the part before. */
final class Chunk {
    /** The largest packet that may be cut by the end of a chunk, with its header. */
    static final int ROOM = CaptureFiles.MAX_CAPTURED + 64;

    /** Where the stream's bytes begin. */
    final int room;

    final byte[] bytes;
    /** Where the stream's bytes end. */
    int end;
    /** No token stands among the stream's bytes of this chunk. */
    boolean tokenless;
    /** Nothing follows. */
    boolean last;
    /** Why nothing follows, where it is not the end of the stream. */
    @Nullable
    Throwable failure;

    Chunk(int room, int size) {
        this.room = room;
        bytes = new byte[room + size];
        end = room;
    }

    /** One that is nothing but a failure. */
    boolean isWithoutBytes() {
        return bytes.length == 0;
    }

    /** Reads as much as there is a place for. What goes wrong is kept behind what was read before. */
    @SuppressWarnings("CatchingUnchecked")
    void fill(InputStream stream) {
        end = room;
        tokenless = false;
        try {
            while (end < bytes.length && !last) {
                int read = stream.read(bytes, end, bytes.length - end);
                if (read == 0) {
                    throw new IOException("a read of the capture gave nothing");
                }
                last = read < 0;
                end += Math.max(0, read);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    void fail(Throwable why) {
        failure = why;
        last = true;
    }
}
