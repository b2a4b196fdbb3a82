package io.ambientprober.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Walks the options of the open block (draft-ietf-opsawg-pcapng, section 3.5). */
final class PcapNgOptions {
    private static final int HEADER = 4;
    private static final int END = 0;
    private static final int MAX_TEXT = 64;

    private final CaptureInput in;
    private final PcapNgBlock block;
    private int code;
    private int length;
    private int at;

    PcapNgOptions(CaptureInput in, PcapNgBlock block) {
        this.in = in;
        this.block = block;
    }

    /** False after the last option, and where the file ends. */
    boolean next() throws IOException {
        if (block.body() < HEADER || !block.has(HEADER)) {
            return false;
        }
        int header = block.take(HEADER);
        code = block.u16(header);
        length = block.u16(header + 2);
        int padded = (length + 3) & ~3;
        if (code == END || !block.has(padded)) {
            return false;
        }
        at = block.take(padded);
        return true;
    }

    int code() {
        return code;
    }

    int octet() throws CaptureFormatException {
        requireLength(Byte.BYTES);
        return Bytes.u8(in.buffer, at);
    }

    long number() throws CaptureFormatException {
        requireLength(Long.BYTES);
        return block.i64(at);
    }

    /** Fit for a message: its beginning, without control characters. */
    String text() {
        String text = new String(in.buffer, at, Integer.min(length, MAX_TEXT), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void requireLength(int expected) throws CaptureFormatException {
        if (length != expected) {
            throw in.broken("option %d of a block of type 0x%08x has length %d".formatted(code, block.type(), length));
        }
    }
}
