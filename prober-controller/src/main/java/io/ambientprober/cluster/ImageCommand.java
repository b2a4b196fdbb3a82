package io.ambientprober.cluster;

import java.util.List;

/** How the image's commands are started; it has no shell, and its entry point is {@code prober}. */
final class ImageCommand {
    static final List<String> AGENT = List.of("/opt/prober/bin/prober-agent");

    private ImageCommand() {}
}
