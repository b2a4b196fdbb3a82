package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.Command;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.PacketRules;
import io.ambientprober.lab.site.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Strikes that take more than a line. */
final class Strikes {
    static final Strike NONE = (run, undo) -> {};

    private static final Duration STILL = Duration.ofSeconds(10);

    private Strikes() {}

    /** @param part of the packets, as iptables-extensions(8) has it in {@code statistic} */
    static Strike loss(String part) {
        return (run, undo) -> {
            String rule = "FORWARD -m statistic --mode random --probability " + part + " -j DROP";
            for (Node node : run.lab().network().nodes()) {
                for (boolean v4 : families(run)) {
                    PacketRules.add(node.netns(), v4, "filter", List.of("-A " + rule));
                    undo.add(() -> PacketRules.add(node.netns(), v4, "filter", List.of("-D " + rule)));
                }
            }
        };
    }

    private static List<Boolean> families(StruckRun run) {
        return run.lab().network().ipv6() ? List.of(true, false) : List.of(true);
    }

    static Strike clock(String by) {
        return (run, undo) -> {
            FakeClock.step(run.lab().clock(), by);
            undo.add(() -> FakeClock.step(run.lab().clock(), FakeClock.TRUE));
        };
    }

    /** Nothing that an agent writes into a file fits any more. */
    static final Strike NO_MORE_FILES = (run, undo) -> StruckRun.eachAgent(
            agent -> tell(List.of("prlimit", "--pid", Long.toString(agent.pid()), "--fsize=0:0")), undo);

    /** SIGSTOP, and SIGCONT when it is undone, or after a while. */
    static final Strike STAND_STILL = (run, undo) -> {
        List<ProcessHandle> stopped = StruckRun.agents();
        stopped.forEach(agent -> signal("-STOP", agent));
        Runnable goOn = () -> stopped.forEach(agent -> signal("-CONT", agent));
        Thread later = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(STILL);
                goOn.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        undo.add(() -> {
            later.interrupt();
            goOn.run();
        });
    };

    private static void signal(String signal, ProcessHandle process) {
        tell(List.of("kill", signal, Long.toString(process.pid())));
    }

    /** A process that is gone has nothing done to it any more. */
    private static void tell(List<String> words) {
        try {
            new Command(words).run("");
        } catch (IOException e) {
            // It ended by itself.
        }
    }
}
