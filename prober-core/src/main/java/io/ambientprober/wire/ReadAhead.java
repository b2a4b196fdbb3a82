package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads, and unpacks, a stream on a thread of its own while its user works on what was read before. When the user falls behind, the
 * thread also looks for tokens, so that the user need not: chunks without any are marked.
 */
final class ReadAhead implements Closeable {
    /** Measured: in one call of 1 MiB a read takes 12 % longer, because its double copy falls out of the second-level cache. */
    static final int SIZE = 1 << 18;

    /** One at its user, one between them, and a pair that changes hands at once. */
    private static final int CHUNKS = 4;

    private static final Duration LAST_READ = Duration.ofSeconds(1);

    /** A part of the stream, with room before it for what its user kept of the part before. */
    static final class Chunk {
        /** The largest packet that may be cut by the end of a chunk, with its header. */
        static final int ROOM = CaptureFiles.MAX_CAPTURED + 64;

        final byte[] bytes;
        /** Where the stream's bytes, which begin at {@link #ROOM}, end. */
        int end = ROOM;
        /** No token stands among the stream's bytes of this chunk. */
        boolean tokenless;
        /** Nothing follows. */
        boolean last;
        /** Why nothing follows, where it is not the end of the stream. */
        @Nullable
        Throwable failure;

        Chunk() {
            this(new byte[ROOM + SIZE]);
        }

        private Chunk(byte[] bytes) {
            this.bytes = bytes;
        }

        /** One that is nothing but a failure. */
        boolean isWithoutBytes() {
            return bytes.length == 0;
        }
    }

    private final InputStream stream;
    private final @Nullable TokenScanner scanner;
    private final Supplier<Chunk> chunks;
    private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
    /** With a place more than there are chunks: what ended the thread does not wait for one. */
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
    /** Made while there is memory. */
    private final Chunk broken = new Chunk(new byte[0]);

    private final Thread thread;
    private @Nullable Chunk kept;

    /** @param scanner used by the reading thread alone; null where nobody asks for tokens */
    ReadAhead(InputStream stream, @Nullable TokenScanner scanner) {
        this(stream, scanner, Chunk::new);
    }

    ReadAhead(InputStream stream, @Nullable TokenScanner scanner, Supplier<Chunk> chunks) {
        this.stream = stream;
        this.scanner = scanner;
        this.chunks = chunks;
        thread = Thread.ofPlatform().name("read ahead").daemon().start(this::read);
    }

    /** The next part of the stream; not to be called after the last one. */
    Chunk next() throws IOException {
        try {
            return full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading a capture");
        }
    }

    /** The user is done with a chunk. Two are given back at a time: to wake the thread costs its user as much as many packets. */
    void giveBack(Chunk used) {
        if (kept == null) {
            kept = used;
        } else {
            empty.add(kept);
            empty.add(used);
            kept = null;
        }
    }

    boolean isReading() {
        return thread.isAlive();
    }

    /** Whatever goes wrong is the user's to learn, who would wait for ever otherwise. */
    @SuppressWarnings("CatchingUnchecked")
    private void read() {
        try {
            Chunk chunk;
            int made = 0;
            do {
                chunk = made++ < CHUNKS ? chunks.get() : empty.take();
                fill(chunk);
                full.put(chunk);
            } while (!chunk.last);
        } catch (InterruptedException e) {
            // closed before the end of the stream
        } catch (Throwable e) {
            broken.failure = e;
            broken.last = true;
            full.add(broken);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void fill(Chunk chunk) {
        chunk.end = Chunk.ROOM;
        chunk.tokenless = false;
        try {
            while (chunk.end < chunk.bytes.length && !chunk.last) {
                int read = stream.read(chunk.bytes, chunk.end, chunk.bytes.length - chunk.end);
                if (read == 0) {
                    throw new IOException("a read of the capture gave nothing");
                }
                chunk.last = read < 0;
                chunk.end += Math.max(0, read);
            }
            boolean userIsBehind = !full.isEmpty();
            chunk.tokenless = userIsBehind && scanner != null && !scanner.mayFind(chunk.bytes, Chunk.ROOM, chunk.end);
        } catch (Throwable e) {
            chunk.failure = e;
            chunk.last = true;
        }
    }

    /** Ends the reading; waits, so that no read is under way on a stream that is closed, but not for a stream that gives nothing. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join(LAST_READ);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stream.close();
    }
}
