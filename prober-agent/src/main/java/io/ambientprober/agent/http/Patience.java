package io.ambientprober.agent.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection that takes longer over something than it may, however busily it sends or reads a byte at a time. */
final class Patience implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final ScheduledExecutorService timer;
    private final Socket connection;
    private @Nullable Future<?> end;

    Patience(ScheduledExecutorService timer, Socket connection) {
        this.timer = timer;
        this.connection = connection;
    }

    /** From now on; what was allowed before counts no more. */
    void allow(Duration time) {
        close();
        try {
            end = timer.schedule(() -> Strangers.close(connection), time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server was closed.
            Strangers.close(connection);
        }
    }

    /** Allows some time for every piece that is written. */
    OutputStream piecemeal(OutputStream out, Duration time) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int at = 0; at < length; at += PIECE) {
                    allow(time);
                    out.write(bytes, offset + at, Math.min(PIECE, length - at));
                }
            }
        };
    }

    @Override
    public void close() {
        if (end != null) {
            end.cancel(false);
        }
    }
}
