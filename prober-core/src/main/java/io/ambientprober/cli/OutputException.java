package io.ambientprober.cli;

import java.io.IOException;

/** What was judged could not be written out whole. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    OutputException() {
        super("the output could not be written whole");
    }
}
