package io.ambientprober.agent.handshake;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A blocking socket whose time runs out, however many bytes drip in. */
final class TimedSocket implements Closeable {
    /** Takes all that a check ever writes, so that no peer can hold up a write by not reading. */
    private static final int SEND_BUFFER = 64 << 10;

    private final Socket socket = new Socket();
    private final Waiting waiting;
    private final long end;

    TimedSocket(Duration time, Waiting waiting) {
        this.waiting = waiting;
        end = System.nanoTime() + time.toNanos();
    }

    void connect(InetSocketAddress address) throws IOException {
        socket.setSendBufferSize(SEND_BUFFER);
        socket.setTcpNoDelay(true);
        waiting.begins();
        try {
            socket.connect(address, millis(end));
        } finally {
            waiting.ends();
        }
    }

    /** Of the whole connection. */
    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** A point in time that a read may wait for. */
    static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    /**
     * At least one byte, or -1 at the end.
     *
     * @param until an earlier end of the wait than the connection's own; null for none
     * @throws SocketTimeoutException at that end
     */
    int read(byte[] buffer, @Nullable Long until) throws IOException {
        long soonest = until != null && until - end < 0 ? until : end;
        socket.setSoTimeout(millis(soonest));
        waiting.begins();
        try {
            return socket.getInputStream().read(buffer);
        } finally {
            waiting.ends();
        }
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Rounded up; for a socket 0 means for ever. */
    private static int millis(long until) throws SocketTimeoutException {
        long left = until - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing depends on a close that fails.
        }
    }
}
