package io.ambientprober.cli;

import java.io.IOException;
import java.nio.file.Path;

/** What was judged could not be written out whole. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    OutputException() {
        super("the output could not be written whole; make room for it");
    }

    private OutputException(String what, IOException cause) {
        super(what + " could not be written: " + FileTrouble.of(cause) + "; correct it", cause);
    }

    static OutputException ofReport(IOException cause) {
        return new OutputException("a report", cause);
    }

    static OutputException ofPlan(IOException cause) {
        return new OutputException("the plan", cause);
    }

    static OutputException ofEvidence(Path folder, IOException cause) {
        return new OutputException("the evidence in " + folder, cause);
    }
}
