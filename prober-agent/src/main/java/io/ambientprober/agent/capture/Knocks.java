package io.ambientprober.agent.capture;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The control of a count: a connection to the HBONE port of each pod, closed at once, whose packets the count has to show. Without it a count of
 * quiet pods looks like one that sees nothing. Whether anybody answers does not matter.
 */
final class Knocks implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final int PATIENCE_MILLIS = 500;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Set<IpAddress> knocked = new HashSet<>();
    private volatile boolean closed;

    /** Knocks once at each that it has not knocked at yet; does not wait. */
    void at(Collection<IpAddress> addresses, int port) {
        addresses.stream()
                .filter(knocked::add)
                .forEach(address -> Thread.ofVirtual()
                        .name("knock")
                        .start(() -> knock(new InetSocketAddress(address.toString(), port))));
    }

    private void knock(InetSocketAddress door) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try (Socket socket = new Socket()) {
            if (!closed) {
                socket.connect(door, PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            // Who does not open was asked all the same.
        } finally {
            free.release();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
