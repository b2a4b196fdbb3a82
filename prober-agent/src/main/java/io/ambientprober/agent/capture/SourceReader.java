package io.ambientprober.agent.capture;

import io.ambientprober.wire.Packet;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a source to its end, on a thread of its own. */
final class SourceReader {
    private final String what;
    private final PacketSource source;
    private final Consumer<Packet> sink;
    private final Thread thread;
    private volatile @Nullable String failure;

    /** @param what it reads for, for example {@code capture} */
    SourceReader(String what, PacketSource source, Consumer<Packet> sink) {
        this.what = what;
        this.source = source;
        this.sink = sink;
        thread = Thread.ofPlatform().name(what).daemon().unstarted(this::read);
    }

    void start() {
        thread.start();
    }

    private void read() {
        try {
            source.run(sink);
        } catch (CaptureException e) {
            failure = e.getMessage();
        } catch (RuntimeException | Error e) {
            failure = "the " + what + " broke off: " + e;
            throw e;
        }
    }

    /** Why it ended before it was told to; null as long as it reads as it should. */
    @Nullable
    String failure() {
        return failure;
    }

    /**
     * Returns when all that came has been read.
     *
     * @throws CaptureException when that is not so in time
     */
    void end(Duration timeout) throws CaptureException {
        source.stop();
        try {
            if (!thread.join(timeout)) {
                throw new CaptureException("the " + what + " did not end within " + timeout.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while the " + what + " was ending", e);
        }
    }

    /** Whether it has ended, so that what it reads from may be given back. */
    boolean giveUp(Duration timeout) {
        source.stop();
        try {
            return thread.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
