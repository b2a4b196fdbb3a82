package io.ambientprober.agent.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens on the loopback device, and reads a bounded number of bytes of a caller before it is let in. */
final class Doorstep extends ServerSocket {
    /** A caller that it does not keep waiting. */
    private static final int BACKLOG = 64;

    private final int maxBytes;

    /** On a port that the kernel chooses. */
    Doorstep(int maxBytes) throws IOException {
        super(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
        this.maxBytes = maxBytes;
    }

    @Override
    public Caller accept() throws IOException {
        Caller caller = new Caller(maxBytes);
        implAccept(caller);
        return caller;
    }

    /** A connection whose other end is not known at first. */
    static final class Caller extends Socket {
        private int left;
        private volatile boolean known;

        private Caller(int maxBytes) {
            left = maxBytes;
        }

        /** It proved who it is. */
        void letIn() {
            known = true;
        }

        /** Of one reader at a time, as every connection has. */
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    if (known) {
                        return super.read(buffer, offset, length);
                    }
                    if (left == 0) {
                        throw new IOException("too many bytes before it is known who sends them");
                    }
                    int count = super.read(buffer, offset, Math.min(length, left));
                    left -= Math.max(0, count);
                    return count;
                }
            };
        }
    }
}
