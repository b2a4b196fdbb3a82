package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.run.Site.ClientOrder;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands {@code canary-server} and {@code canary-client}, from a distribution of prober-agent.
 *
 * @param jar of prober-agent, with all that it needs beside it
 */
public record Canaries(Path jar, Jvms jvms) {
    static final int OPEN_PORT = 8080;
    static final int DENIED_PORT = 8081;
    static final int IDENTITY_PORT = 8082;

    private static final String JARS = "prober-agent-*.jar";

    /** The distribution in a folder. */
    public static Canaries in(Path distribution, Jvms jvms) throws IOException {
        try (var jars = Files.newDirectoryStream(distribution, JARS)) {
            for (Path jar : jars) {
                return new Canaries(jar.toAbsolutePath(), jvms);
            }
        }
        throw new IOException("no " + JARS + " in " + distribution + ": build prober-agent first");
    }

    /** The command line of a subcommand. */
    public List<String> command(List<String> arguments) {
        return jvms.jar(arguments.getFirst(), jar, arguments);
    }

    LabProcess server(Pod pod, Path folder) throws IOException {
        return start(pod, List.of("canary-server"), folder);
    }

    LabProcess client(Pod pod, ClientOrder order, IpAddress target, int port, Path folder) throws IOException {
        List<String> words = new ArrayList<>(List.of("canary-client", "--run", order.run(), "--path", order.pathId()));
        option(words, "--target", target);
        option(words, "--port", port);
        option(words, "--connections", order.connections());
        option(words, "--request-bytes", order.requestBytes());
        option(words, "--response-bytes", order.responseBytes());
        option(words, "--connect-timeout", milliseconds(order.connectTimeout()));
        option(words, "--request-timeout", milliseconds(order.requestTimeout()));
        if (order.policies()) {
            option(words, "--denied-port", DENIED_PORT);
            option(words, "--identity-port", IDENTITY_PORT);
        }
        return start(pod, words, folder);
    }

    private static void option(List<String> words, String name, Object value) {
        words.add(name);
        words.add(value.toString());
    }

    private static String milliseconds(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private LabProcess start(Pod pod, List<String> arguments, Path folder) throws IOException {
        return LabProcess.start(
                arguments.getFirst() + " in " + pod.name(),
                pod.netns().command(command(arguments)).words(),
                folder.resolve(pod.netns().name() + ".log"),
                false,
                jvms.patience());
    }
}
