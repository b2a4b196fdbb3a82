package io.ambientprober.cli;

import java.io.IOException;

/** What the user gave cannot be read; nothing was judged. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1;

    InputException(IOException cause) {
        super(FileTrouble.of(cause), cause);
    }
}
