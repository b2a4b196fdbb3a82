package io.ambientprober.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** What was judged could not be written out whole. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    OutputException() {
        super("the output could not be written whole; make room for it");
    }

    private OutputException(String message, IOException cause) {
        super(message, cause);
    }

    static OutputException of(IOException cause) {
        return new OutputException("a report could not be written: " + reason(cause) + "; correct it", cause);
    }

    /** Some messages of the file system are the name of the file and nothing else. */
    private static String reason(IOException cause) {
        return cause instanceof FileSystemException file && file.getReason() == null
                ? file.getFile() + ": " + cause.getClass().getSimpleName().replaceFirst("Exception$", "")
                : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }

    OutputException(IOException cause) {
        super("the evidence could not be written: " + cause.getMessage(), cause);
    }
}
