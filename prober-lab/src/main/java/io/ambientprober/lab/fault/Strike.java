package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.Undo;
import java.io.IOException;

/** What is done to a run. */
public interface Strike {
    /**
     * Does it.
     *
     * @param undo undoes what lasts
     */
    void on(StruckRun run, Undo undo) throws IOException;
}
