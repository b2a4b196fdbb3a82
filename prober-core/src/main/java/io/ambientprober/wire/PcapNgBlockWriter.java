package io.ambientprober.wire;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts one block together in a buffer that any block fits in, and writes it out at its end. */
final class PcapNgBlockWriter implements Closeable {
    private static final int STREAM_BUFFER = 1 << 16;
    private static final int FIXED_FIELDS = 64;
    /** No block has more than this many. */
    private static final int MAX_TEXTS = 2;

    private static final int OPTION_HEADER = 4;
    private static final int END_OF_OPTIONS = 0;

    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(
                    FIXED_FIELDS + CaptureFiles.MAX_CAPTURED + MAX_TEXTS * (OPTION_HEADER + PcapNgWriter.MAX_TEXT))
            .order(ByteOrder.LITTLE_ENDIAN);
    private boolean hasOptions;

    PcapNgBlockWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, STREAM_BUFFER);
    }

    void begin(int type) {
        buffer.clear().putInt(type).putInt(0);
        hasOptions = false;
    }

    void end() throws IOException {
        if (hasOptions) {
            option(END_OF_OPTIONS, 0);
        }
        int total = buffer.position() + Integer.BYTES;
        buffer.putInt(total).putInt(Integer.BYTES, total);
        out.write(buffer.array(), 0, total);
    }

    void i16(int value) {
        buffer.putShort((short) value);
    }

    void i32(int value) {
        buffer.putInt(value);
    }

    void i64(long value) {
        buffer.putLong(value);
    }

    void bytes(byte[] data, int offset, int length) {
        buffer.put(data, offset, length);
        pad();
    }

    void text(int option, String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bounded(bytes);
        option(option, length);
        bytes(bytes, 0, length);
    }

    void octet(int option, int value) {
        option(option, Byte.BYTES);
        buffer.put((byte) value);
        pad();
    }

    void number(int option, long value) {
        option(option, Long.BYTES);
        buffer.putLong(value);
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void option(int code, int length) {
        hasOptions = true;
        buffer.putShort((short) code).putShort((short) length);
    }

    /** Not inside a character: the first byte left out is not a continuation byte of UTF-8. */
    private static int bounded(byte[] utf8) {
        if (utf8.length <= PcapNgWriter.MAX_TEXT) {
            return utf8.length;
        }
        int length = PcapNgWriter.MAX_TEXT;
        while ((utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    private void pad() {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
    }
}
