package io.ambientprober.lab.net;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What has to be undone, last first. Every step is tried; later failures are suppressed into the first. */
public final class Undo implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final ReentrantLock undoing = new ReentrantLock();
    private boolean closed;

    public interface Step {
        void undo() throws IOException;
    }

    /** Remembers a step; once the undoing has begun, takes it at once and stops whatever builds on. */
    public void add(Step step) {
        if (!remembers(step)) {
            CancellationException late = new CancellationException("the lab is being deleted");
            try {
                step.undo();
            } catch (IOException e) {
                late.addSuppressed(e);
            }
            throw late;
        }
    }

    private synchronized boolean remembers(Step step) {
        if (!closed) {
            steps.push(step);
        }
        return !closed;
    }

    /** Undoes at once what a failed construction had already done. */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** When two close it, as a program and its shutdown hook may, neither returns before all is undone. */
    @Override
    public void close() throws IOException {
        begin();
        undoing.lock();
        try {
            undoAll();
        } finally {
            undoing.unlock();
        }
    }

    private void undoAll() throws IOException {
        IOException first = null;
        for (Step step = next(); step != null; step = next()) {
            try {
                step.undo();
            } catch (IOException | RuntimeException e) {
                if (first == null) {
                    first = e instanceof IOException io ? io : new IOException(e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private synchronized void begin() {
        closed = true;
    }

    private synchronized @Nullable Step next() {
        return steps.poll();
    }
}
