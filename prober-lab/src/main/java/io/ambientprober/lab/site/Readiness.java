package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.process.LabProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until a process in a namespace takes connections on its loopback. */
public final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private Readiness() {}

    public static void await(LabProcess process, Netns netns, int port, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!answers(netns, port)) {
            if (!process.isAlive()) {
                throw new IOException(process + " ended: " + process.complaint());
            }
            if (System.nanoTime() > end) {
                throw new IOException(process + " did not listen within " + timeout.toMillis() + " ms");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean answers(Netns netns, int port) throws IOException {
        try (SocketChannel channel = netns.inside(SocketChannel::open)) {
            return channel.connect(new InetSocketAddress(LOOPBACK, port));
        } catch (ConnectException e) {
            return false;
        }
    }
}
