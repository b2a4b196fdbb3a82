package io.ambientprober.agent.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Callers of which it is not known who they are. When there is one too many, the one that has been there longest has to go: to keep all
 * places taken keeps nobody out who is quicker.
 */
final class Strangers {
    private final int most;
    private final Set<Closeable> waiting = new LinkedHashSet<>();

    Strangers(int most) {
        this.most = most;
    }

    synchronized void came(Closeable caller) {
        if (waiting.size() == most) {
            Closeable longest = waiting.iterator().next();
            waiting.remove(longest);
            close(longest);
        }
        waiting.add(caller);
    }

    /** It is known now, or has gone. */
    synchronized void left(Closeable caller) {
        waiting.remove(caller);
    }

    static void close(Closeable caller) {
        try {
            caller.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
