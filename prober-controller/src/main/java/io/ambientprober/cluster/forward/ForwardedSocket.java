package io.ambientprober.cluster.forward;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a port of a pod's loopback, through API server and kubelet: one of those of a {@link ForwardSession}. It takes neither a port of this
 * machine nor a thread.
 */
final class ForwardedSocket extends Socket {
    private static final int FRAME = 16 << 10;
    /** Bytes that wait to be sent. */
    private static final long MOST_UNSENT = 256 << 10;

    private static final long PAUSE_MILLIS = 2;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Input input = new Input();
    private final Output output = new Output();
    private final byte channel;
    private @Nullable WebSocket socket;
    private volatile boolean closed;

    /** What comes from the other side. */
    private sealed interface Event {}

    private record Bytes(ByteBuffer buffer) implements Event {}

    private record End(@Nullable String failure) implements Event {}

    /** @param channel of its data */
    ForwardedSocket(byte channel) {
        this.channel = channel;
    }

    void joined(WebSocket opened) {
        socket = opened;
    }

    void take(ByteBuffer bytes) {
        events.add(new Bytes(bytes));
    }

    /** @param failure null where the other side has just ended it */
    void end(@Nullable String failure) {
        events.add(new End(failure));
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // It is nobody's to choose here.
    }

    @Override
    public void setSoLinger(boolean on, int linger) {
        // As above.
    }

    /** Asked for when TLS ends (SSLSocketImpl): that of a socket of this machine would open one. */
    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public void shutdownInput() {
        // The end of the WebSocket is that of both directions.
    }

    @Override
    public void shutdownOutput() {
        // As above.
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            events.add(new End("it was closed"));
            WebSocket open = socket;
            if (open != null) {
                open.sendClose(1000, "");
            }
        }
    }

    private final class Input extends InputStream {
        private ByteBuffer left = NOTHING;
        private @Nullable End end;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!left.hasRemaining()) {
                End over = end == null ? next() : end;
                if (over != null) {
                    end = over;
                    if (over.failure() != null) {
                        throw new SocketException(over.failure());
                    }
                    return -1;
                }
            }
            int taken = Math.min(length, left.remaining());
            left.get(into, offset, taken);
            if (!left.hasRemaining()) {
                left = NOTHING; // many wait for long
            }
            return taken;
        }

        /** Null when there are more bytes. */
        private @Nullable End next() throws IOException {
            try {
                return switch (events.take()) {
                    case Bytes(ByteBuffer buffer) -> {
                        left = buffer;
                        Objects.requireNonNull(socket).request();
                        yield null;
                    }
                    case End over -> over;
                };
            } catch (InterruptedException e) {
                close();
                throw interrupted(e);
            }
        }

        @Override
        public void close() {
            ForwardedSocket.this.close();
        }
    }

    /** For the caller to throw; the thread stays interrupted. */
    static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = offset; at < offset + length; at += FRAME) {
                int part = Math.min(FRAME, offset + length - at);
                send(ByteBuffer.allocate(part + 1)
                        .put(channel)
                        .put(bytes, at, part)
                        .flip());
            }
        }

        private void send(ByteBuffer frame) throws IOException {
            WebSocket open = Objects.requireNonNull(socket);
            while (open.queueSize() > MOST_UNSENT && !closed) {
                pause();
            }
            if (closed || !open.send(frame)) {
                throw new SocketException("the port-forward has ended");
            }
        }

        private static void pause() throws IOException {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        @Override
        public void close() {
            ForwardedSocket.this.close();
        }
    }
}
