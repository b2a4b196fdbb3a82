package io.ambientprober.wire;

import java.io.IOException;

/** A capture that cannot be read on: which file, at which byte, why. */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final String where;

    /** {@code offset}: bytes from the beginning of the unpacked file. */
    public CaptureFormatException(String file, long offset, String reason) {
        super(file + ": byte " + offset + ": " + reason);
        where = "byte " + offset + ": " + reason;
    }

    /** The message without the file. */
    String where() {
        return where;
    }
}
