package io.ambientprober.attest;

import java.io.IOException;

/** A file that holds no key that is needed: why, and what to do. The message is one line, and never holds anything of the key. */
public final class KeyFormatException extends IOException {
    private static final long serialVersionUID = 1;

    KeyFormatException(String message) {
        super(message);
    }
}
