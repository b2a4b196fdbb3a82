package io.ambientprober.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads, and unpacks, a stream on a thread of its own while its user works on what was read before. When the user falls behind, the
 * thread also looks for tokens, so that the user need not: chunks without any are marked.
 */
final class ReadAhead implements ChunkSource {
    /** Measured: in one call of 1 MiB a read takes 12 % longer, because its double copy falls out of the second-level cache. */
    static final int SIZE = 1 << 18;

    /** One at its user, one between them, and a pair that changes hands at once. */
    private static final int CHUNKS = 4;

    private static final Duration LAST_READ = Duration.ofSeconds(1);

    /** Each takes 2 MiB: those of hundreds of taps would take more memory than there is. */
    private static final Semaphore AT_ONCE = new Semaphore(64);

    private final InputStream stream;
    private final @Nullable TokenScanner scanner;
    private final Supplier<Chunk> chunks;
    private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
    /** With a place more than there are chunks: what ended the thread does not wait for one. */
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
    /** Made while there is memory. */
    private final Chunk broken = new Chunk(0, 0);

    private final Thread thread;
    private @Nullable Chunk kept;
    private boolean permitted;

    /**
     * Reads ahead, or by need where many others read ahead already.
     *
     * @param scanner as for the constructor
     */
    static ChunkSource of(InputStream stream, @Nullable TokenScanner scanner) {
        if (!AT_ONCE.tryAcquire()) {
            return new ReadByNeed(stream);
        }
        ReadAhead ahead = new ReadAhead(stream, scanner);
        ahead.permitted = true;
        return ahead;
    }

    /** @param scanner used by the reading thread alone; null where nobody asks for tokens */
    ReadAhead(InputStream stream, @Nullable TokenScanner scanner) {
        this(stream, scanner, () -> new Chunk(Chunk.ROOM, SIZE));
    }

    ReadAhead(InputStream stream, @Nullable TokenScanner scanner, Supplier<Chunk> chunks) {
        this.stream = stream;
        this.scanner = scanner;
        this.chunks = chunks;
        thread = Thread.ofPlatform().name("read ahead").daemon().start(this::read);
    }

    @Override
    public Chunk next(int kept) throws IOException {
        try {
            return full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading a capture");
        }
    }

    /** Two are given back at a time: to wake the thread costs its user as much as many packets. */
    @Override
    public void giveBack(Chunk used) {
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
                chunk.fill(stream);
                chunk.tokenless = isTokenless(chunk);
                full.put(chunk);
            } while (!chunk.last);
        } catch (InterruptedException e) {
            // closed before the end of the stream
        } catch (Throwable e) {
            broken.fail(e);
            full.add(broken);
        }
    }

    private boolean isTokenless(Chunk chunk) {
        boolean userIsBehind = !full.isEmpty();
        return userIsBehind && scanner != null && !scanner.mayFind(chunk.bytes, chunk.room, chunk.end);
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
        if (permitted) {
            permitted = false;
            AT_ONCE.release();
        }
        stream.close();
    }
}
