package io.ambientprober.lab.site;

import io.ambientprober.agent.ProberAgent;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the product runs on nodes and in pods: the subcommands of {@code prober-agent}, each a process in a namespace.
 *
 * @param folder for their logs and files
 */
record Programs(Jvms jvms, Path folder) {

    /** The least that an agent's ring takes; the canaries of one path are more. */
    private static final int TINY_RING = 1 << 17;

    /** The canaries of a path on two devices are more, and the beginnings of its connections are less. */
    private static final int LITTLE_EVIDENCE = 600_000;

    LabProcess canaryServer(Pod pod) throws IOException {
        return start(pod.name(), pod.netns(), List.of("canary-server"));
    }

    LabProcess canaryClient(Pod pod, ClientOrder order, IpAddress target, int port) throws IOException {
        List<String> words = new ArrayList<>(List.of("canary-client"));
        option(words, "--run", order.run());
        option(words, "--path", order.pathId());
        option(words, "--target", target);
        option(words, "--port", port);
        option(words, "--connections", order.connections());
        option(words, "--request-bytes", order.requestBytes());
        option(words, "--response-bytes", order.responseBytes());
        option(words, "--connect-timeout", milliseconds(order.connectTimeout()));
        option(words, "--request-timeout", milliseconds(order.requestTimeout()));
        if (order.policies()) {
            option(words, "--denied-port", CanaryPort.DENIED.usual());
            option(words, "--identity-port", CanaryPort.IDENTITY.usual());
        }
        return start(pod.name(), pod.netns(), words);
    }

    /** It says first of all where it listens, and how it is known there. */
    LabProcess agent(Node node, Set<Trait> traits, Fingerprint controller) throws IOException {
        List<String> words = new ArrayList<>(List.of("serve"));
        option(words, "--node", node.name());
        option(words, "--controller-sha256", controller);
        if (traits.contains(Trait.AGENTS_STARVED)) {
            option(words, "--engine", "ring");
            option(words, "--ring-bytes", TINY_RING);
        }
        if (traits.contains(Trait.LITTLE_EVIDENCE)) {
            option(words, "--evidence-bytes", LITTLE_EVIDENCE);
        }
        return start(node.name(), node.netns(), words);
    }

    private static void option(List<String> words, String name, Object value) {
        words.add(name);
        words.add(value.toString());
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private LabProcess start(String where, Netns netns, List<String> arguments) throws IOException {
        String subcommand = arguments.getFirst();
        return LabProcess.start(
                subcommand + " in " + where,
                netns.command(jvms.main(
                                subcommand, ProberAgent.class, List.of("-Djava.io.tmpdir=" + folder), arguments))
                        .words(),
                folder.resolve(netns.name() + "." + subcommand + ".log"),
                false,
                jvms.patience());
    }
}
