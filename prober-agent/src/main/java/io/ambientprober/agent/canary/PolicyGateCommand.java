package io.ambientprober.agent.canary;

import io.ambientprober.agent.cli.DurationConverter;
import io.ambientprober.agent.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code policy-gate}: waits until policies hold for whoever runs it. A port is held when it does not answer while the open port does;
 * an open port that does not answer itself says nothing about policies.
 */
@Command(
        name = "policy-gate",
        description = "Waits until servers refuse this client on their denied and identity ports.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PolicyGateCommand implements Callable<Integer> {
    private static final byte[] REQUEST =
            "GET /healthz HTTP/1.1\r\nHost: canary\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration UNREACHABLE = Duration.ofSeconds(6);
    private static final int AT_ONCE = 16;
    private static final int MAX_NAMED = 20;

    @Option(names = "--target", required = true, paramLabel = "IP", description = "A server; may be repeated.")
    private List<InetAddress> targets = List.of();

    @Option(names = "--open-port", defaultValue = "8080", paramLabel = "N", description = "Port that no policy holds.")
    private int openPort;

    @Option(
            names = "--held-port",
            defaultValue = "8081,8082",
            split = ",",
            paramLabel = "N",
            description = "Ports to watch.")
    private List<Integer> heldPorts = List.of();

    @Option(
            names = "--try-timeout",
            defaultValue = "2s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For one connection and its answer.")
    private Duration tryTimeout = Duration.ZERO;

    @Option(
            names = "--patience",
            defaultValue = "20s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "For everything together.")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--outcome",
            paramLabel = "FILE",
            description = "Where to say what does not hold; nothing when all does.")
    private @Nullable Path outcome;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<String> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<String>>> waits = new ArrayList<>();
            for (InetAddress target : targets) {
                waits.add(threads.submit(() -> await(target, end)));
            }
            for (Future<List<String>> wait : waits) {
                open.addAll(result(wait));
            }
        }
        String text = text(open);
        System.out.println(text.isEmpty() ? "all ports are held" : text);
        if (outcome != null) {
            OutcomeFile.write(outcome, text);
        }
        return ExitCode.OK;
    }

    private static String text(List<String> open) {
        if (open.isEmpty()) {
            return "";
        }
        int named = Math.min(open.size(), MAX_NAMED);
        String more = open.size() > named ? " and %d more".formatted(open.size() - named) : "";
        return "not in force on " + String.join(", ", open.subList(0, named)) + more;
    }

    /**
     * The ports that are not held when the time is over. The open port is asked before and after, as a mesh may be away for a moment;
     * one that never answers says nothing, and is not waited for.
     */
    private List<String> await(InetAddress target, long end) throws InterruptedException {
        long lost = System.nanoTime() + UNREACHABLE.toNanos();
        boolean reached = false;
        while (true) {
            boolean before = answers(target, openPort);
            reached |= before;
            List<Integer> answering =
                    heldPorts.stream().filter(port -> answers(target, port)).toList();
            if (before && answering.isEmpty() && answers(target, openPort)) {
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

    private boolean answers(InetAddress target, int port) {
        int millis = (int) tryTimeout.toMillis();
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
