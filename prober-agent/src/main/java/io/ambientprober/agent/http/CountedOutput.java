package io.ambientprober.agent.http;

import java.io.OutputStream;

/** Counts what is written, and keeps nothing of it. */
final class CountedOutput extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
        bytes++;
    }

    @Override
    public void write(byte[] some, int offset, int length) {
        bytes += length;
    }

    long bytes() {
        return bytes;
    }
}
