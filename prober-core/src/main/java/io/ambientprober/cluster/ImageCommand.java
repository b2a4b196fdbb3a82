package io.ambientprober.cluster;

import java.util.List;

/** How the image's commands are started; it has no shell. */
final class ImageCommand {
    /** The JVM, and its arguments up to the name of a subcommand. */
    static final List<String> AGENT = List.of("/opt/java/bin/java", "@/opt/ambient-prober/prober-agent.args");

    private ImageCommand() {}
}
