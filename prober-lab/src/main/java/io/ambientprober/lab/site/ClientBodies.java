package io.ambientprober.lab.site;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The bodies of clients by the names of their pods, each started when the first of its paths asks for it. */
final class ClientBodies {
    private final Map<String, FutureTask<RunningBody>> bodies = new ConcurrentHashMap<>();

    /** @param start is called once for each name */
    RunningBody get(String name, Callable<RunningBody> start) throws IOException {
        FutureTask<RunningBody> body = bodies.computeIfAbsent(name, key -> new FutureTask<>(start));
        body.run();
        try {
            return body.get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was started", e);
        }
    }
}
