package io.ambientprober.cluster.mesh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Input that ends in an error rather than never. */
final class BoundedInput extends FilterInputStream {
    private final LongConsumer counted;
    private long left;

    /** @param counted told how many bytes came, each time that some did */
    BoundedInput(InputStream in, long limit, LongConsumer counted) {
        super(in);
        this.left = limit;
        this.counted = counted;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        account(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        account(Math.max(0, read));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void account(int read) throws IOException {
        counted.accept(read);
        left -= read;
        if (left < 0) {
            throw new IOException("is too long");
        }
    }
}
