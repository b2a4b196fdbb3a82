package io.ambientprober.lab.site;

import io.ambientprober.agent.ProberAgent;
import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the product runs on nodes and in pods: the subcommands of {@code prober-agent}, each a process in a namespace.
 *
 * @param folder for their logs and files
 */
record Programs(Jvms jvms, Path folder, Set<Trait> traits) {
    /** File of the folder. */
    static final String CLOCK = "clock";

    /** What is there in place of a program that is not. */
    private static final List<String> MISSING = List.of("missing");

    private static final String CONTROLLER = "--controller-sha256";

    /** The least that an agent's ring takes; the canaries of one path are more. */
    private static final int TINY_RING = 1 << 17;

    /** The canaries of a path on two devices are more, and the beginnings of its connections are less. */
    private static final int LITTLE_EVIDENCE = 600_000;

    /** The same where a path has two legs, each with a beginning to be kept. */
    private static final int LITTLE_EVIDENCE_OF_WAYPOINTS = 1_000_000;

    /** The same of an agent that may get no more than its ring holds. */
    private static final int LITTLE_EVIDENCE_OF_STARVED_AGENTS = 100_000;

    LabProcess server(Pod pod, Fingerprint controller) throws IOException {
        return canary("server", Trait.SERVERS_MISSING, pod, controller);
    }

    LabProcess client(Pod pod, Fingerprint controller) throws IOException {
        return canary("client", Trait.CLIENTS_MISSING, pod, controller);
    }

    /** One body for both; what it is used for decides which classes it loads. */
    private LabProcess canary(String use, Trait missing, Pod pod, Fingerprint controller) throws IOException {
        List<String> words = traits.contains(missing) ? MISSING : List.of("canary", CONTROLLER, controller.toString());
        return start(use, pod.name(), pod.netns(), words);
    }

    /** It says first of all where it listens, and how it is known there. */
    LabProcess agent(Node node, Fingerprint controller) throws IOException {
        if (traits.contains(Trait.AGENTS_MISSING)) {
            return start("agent", node.name(), node.netns(), MISSING);
        }
        List<String> words = new ArrayList<>(List.of("serve"));
        option(words, "--node", node.name());
        option(words, CONTROLLER, controller);
        if (traits.contains(Trait.AGENTS_STARVED) || traits.contains(Trait.TINY_RINGS)) {
            option(words, "--engine", "ring");
            option(words, "--ring-bytes", TINY_RING);
        }
        if (traits.contains(Trait.LITTLE_EVIDENCE)) {
            option(words, "--evidence-bytes", littleEvidence());
        }
        return start("agent", node.name(), node.netns(), words);
    }

    private int littleEvidence() {
        if (traits.contains(Trait.AGENTS_STARVED)) {
            return LITTLE_EVIDENCE_OF_STARVED_AGENTS;
        }
        return traits.contains(Trait.WAYPOINT) ? LITTLE_EVIDENCE_OF_WAYPOINTS : LITTLE_EVIDENCE;
    }

    private static void option(List<String> words, String name, Object value) {
        words.add(name);
        words.add(value.toString());
    }

    /** @param use processes of one use start from the same cache */
    private LabProcess start(String use, String where, Netns netns, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(clockApart());
        words.addAll(jvms.main(use, ProberAgent.class, List.of("-Djava.io.tmpdir=" + folder), arguments));
        return LabProcess.start(
                use + " in " + where,
                netns.command(words).words(),
                folder.resolve(netns.name() + "." + use + ".log"),
                false,
                jvms.patience());
    }

    /** No change of a clock moves what only measures how long something takes. */
    private List<String> clockApart() throws IOException {
        if (!traits.contains(Trait.CLOCKS_APART)) {
            return List.of();
        }
        Path clock = folder.resolve(CLOCK);
        if (Files.notExists(clock)) {
            FakeClock.step(clock, FakeClock.TRUE);
        }
        return FakeClock.words(clock);
    }
}
