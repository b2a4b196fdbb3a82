package io.ambientprober.agent.capture;

import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * A capture in a process of its own, whose files under {@code /proc} and {@code /sys} are those of its namespace. Arguments: the plan's
 * client and server, and a folder. It says when it captures, ends with its input, and prints what it saw.
 */
final class CaptureOfANode {
    private CaptureOfANode() {}

    public static void main(String[] args) throws Exception {
        try (ProbeCapture capture = ProbeCapture.start(
                Plans.order(Plans.plan(args[0], args[1])),
                Plans.NODE,
                CaptureOptions.usual(Engine.RING),
                Path.of(args[2]))) {
            System.out.println("capturing");
            System.in.readAllBytes();
            Observations seen = capture.stop(Set.of(), Duration.ofSeconds(20));
            ObservationsJson.write(seen, System.out);
            System.out.println();
        }
    }
}
