package io.ambientprober.agent.capture;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The control of a count: a connection to the HBONE port of each pod, closed at once, whose packets the count has to show. Without it a count of
 * quiet pods looks like one that sees nothing. Whether anybody answers does not matter.
 */
final class Knocks {
    private static final int AT_ONCE = 16;
    private static final int PATIENCE_MILLIS = 500;

    /** For those under way at the end of a count. */
    private static final Duration LAST = Duration.ofSeconds(1);

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Map<IpAddress, Thread> begun = new HashMap<>();
    private volatile boolean over;

    /** Knocks once at each that it has not knocked at yet; does not wait. */
    synchronized void at(Collection<IpAddress> addresses, int port) {
        for (IpAddress address : addresses) {
            begun.computeIfAbsent(
                    address,
                    _ -> Thread.ofVirtual()
                            .name("knock")
                            .start(() -> knock(new InetSocketAddress(address.toString(), port))));
        }
    }

    private void knock(InetSocketAddress door) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try (Socket socket = new Socket()) {
            if (!over) {
                socket.connect(door, PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            // A caller that does not open was asked anyway.
        } finally {
            free.release();
        }
    }

    /** Waits a moment for those under way, so that a short count shows them too; after that no other begins. */
    synchronized void end() {
        Deadline last = new Deadline(System::nanoTime, LAST);
        try {
            for (Thread knock : begun.values()) {
                if (!knock.join(last.left())) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
        }
    }
}
