package io.ambientprober.agent.canary;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.GateOutcome;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Waits until policies hold for this pod. A port is held when it does not answer while the open port does; an open port that does not
 * answer itself says nothing about policies.
 */
public final class PolicyGate {
    private static final byte[] REQUEST =
            "GET /healthz HTTP/1.1\r\nHost: canary\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration UNREACHABLE = Duration.ofSeconds(6);
    private static final Duration TRY = Duration.ofSeconds(2);
    private static final int AT_ONCE = 16;

    private final Ports ports;

    /** @param held that policies are to close */
    record Ports(int open, List<Integer> held) {
        static final Ports USUAL =
                new Ports(CanaryPort.OPEN.usual(), List.of(CanaryPort.DENIED.usual(), CanaryPort.IDENTITY.usual()));
    }

    PolicyGate(Ports ports) {
        this.ports = ports;
    }

    /** What is to be done; its result is a {@link GateOutcome} in JSON. */
    public static Callable<byte[]> work(GateOrder order) {
        return () -> new PolicyGate(Ports.USUAL).outcome(order).json();
    }

    GateOutcome outcome(GateOrder order) throws IOException, InterruptedException {
        long end = System.nanoTime() + order.patience().toNanos();
        List<String> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<String>>> waits = new ArrayList<>();
            for (IpAddress target : order.targets()) {
                waits.add(threads.submit(() -> await(InetAddress.ofLiteral(target.toString()), end)));
            }
            for (Future<List<String>> wait : waits) {
                open.addAll(result(wait));
            }
        }
        return new GateOutcome(open);
    }

    /**
     * The ports that are not held when the time is over. The open port is asked before and after, as a mesh may be away for a moment;
     * one that never answers says nothing, and is not waited for.
     */
    private List<String> await(InetAddress target, long end) throws InterruptedException {
        long lost = System.nanoTime() + UNREACHABLE.toNanos();
        boolean reached = false;
        while (true) {
            boolean before = answers(target, ports.open());
            reached |= before;
            List<Integer> answering =
                    ports.held().stream().filter(port -> answers(target, port)).toList();
            if (before && answering.isEmpty() && answers(target, ports.open())) {
                return List.of();
            }
            if (!reached && System.nanoTime() - lost > 0) {
                return List.of();
            }
            if (System.nanoTime() - end > 0) {
                return answering.stream()
                        .map(port -> target.getHostAddress() + " port " + port)
                        .toList();
            }
            Thread.sleep(PAUSE);
        }
    }

    private static boolean answers(InetAddress target, int port) {
        int millis = (int) TRY.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(REQUEST);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("a target could not be watched: " + e.getCause(), e);
        }
    }
}
