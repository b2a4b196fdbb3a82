package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.lab.site.Setting.Captures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Captures with tcpdump: an independent witness of what the lab puts on the wire. */
public final class TcpdumpAgents implements Agents {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** In this mode no packet waits in a block of the ring that is not full when the capture ends. */
    private static final List<String> COMMAND =
            List.of("tcpdump", "-i", "any", "-y", "LINUX_SLL2", "-n", "-U", "--immediate-mode", "-Z", "root");

    /** Bytes of a slot in the ring. */
    private static final String SNAPLEN = "65535";

    @Override
    public Launched launch(Node node, Captures captures, Path folder, Undo undo, Duration timeout) throws IOException {
        Path file = folder.resolve(node.netns().name() + ".pcap");
        Path log = folder.resolve(node.netns().name() + ".tcpdump.log");
        List<String> words = new ArrayList<>(COMMAND);
        words.addAll(List.of("-s", SNAPLEN, "-B", kilobytes(captures), "-w", file.toString()));
        LabProcess process = LabProcess.start(
                "tcpdump on " + node.name(), node.netns().command(words).words(), log, false, PATIENCE);
        undo.add(process::close);
        long end = System.nanoTime() + timeout.toNanos();
        while (!process.complaint().contains("listening on")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException(process + " does not capture: " + process.complaint());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new Launched(new TcpdumpAgent(node.name(), process, file), process);
    }

    private static String kilobytes(Captures captures) {
        return switch (captures) {
            case WHOLE -> "131072";
            case STARVED -> "64";
        };
    }
}
