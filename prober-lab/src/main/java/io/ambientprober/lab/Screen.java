package io.ambientprober.lab;

import io.ambientprober.cli.Terminal;
import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lines, and on a terminal below them what is being done, with a mark that turns. Once the process is asked to stop it shows no more:
 * what then fails does so because its lab is being removed.
 */
final class Screen implements AutoCloseable {
    private static final String FRAMES = "|/-\\";
    private static final long FRAME_MILLIS = 120;
    private static final String ERASE = "\r\033[K";

    private final PrintStream out;
    private final boolean spins;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("spinner").factory());
    private @Nullable String doing;
    private int frame;
    private boolean closed;

    private Screen(PrintStream out, boolean spins) {
        this.out = out;
        this.spins = spins;
        if (spins) {
            var _ = clock.scheduleAtFixedRate(this::turn, FRAME_MILLIS, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "screen"));
    }

    static Screen on(Terminal terminal) {
        // Nothing but a terminal that understands escape sequences gets colours.
        return new Screen(terminal.out(), terminal.style().colours());
    }

    synchronized void print(String line) {
        if (!closed) {
            erase();
            out.println(line);
            draw();
        }
    }

    /** Says what is being done until the next call; null for nothing. */
    synchronized void doing(@Nullable String what) {
        if (!closed) {
            erase();
            doing = what;
            draw();
        }
    }

    private synchronized void turn() {
        frame = (frame + 1) % FRAMES.length();
        erase();
        draw();
    }

    private void erase() {
        if (spins && doing != null) {
            out.print(ERASE);
        }
    }

    private void draw() {
        if (spins && doing != null) {
            out.print(FRAMES.charAt(frame) + " " + doing);
        }
        out.flush();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        doing(null);
        closed = true;
        clock.shutdownNow();
    }
}
