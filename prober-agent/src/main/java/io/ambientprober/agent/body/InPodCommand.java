package io.ambientprober.agent.body;

import io.ambientprober.agent.canary.CanaryOrders;
import io.ambientprober.agent.cli.AgentExit;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.plan.CanaryJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code in-pod}: sends canaries from within somebody else's pod, as an ephemeral container of it. It opens no port and reads no file: its
 * orders are its arguments, and its outcome is its last word.
 */
@Command(
        name = "in-pod",
        description = "Sends the canaries of these orders, writes what came of them, and ends.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class InPodCommand implements Callable<Integer> {
    /** What a kubelet keeps of a container's termination message (kubelet, MaxContainerTerminationMessageLength). */
    private static final int MOST = 4096;

    @Parameters(
            arity = "1..4",
            paramLabel = "ORDER",
            description = "JSON, as an order for canaries is posted elsewhere.")
    private List<String> orders = List.of();

    @Option(
            names = "--outcome",
            defaultValue = "/dev/termination-log",
            paramLabel = "FILE",
            description = "Where the outcomes go, as a list in the order of the orders.")
    private Path outcome = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<CanaryOrder> ordered = orders.stream().map(this::order).toList();
        List<CanaryOutcome> outcomes = new ArrayList<>();
        ordered.forEach(order -> outcomes.add(CanaryOrders.outcome(order)));
        Files.write(outcome, CanaryJson.bytes(outcomes, MOST));
        return AgentExit.OK;
    }

    private CanaryOrder order(String json) {
        try {
            if (OrderJson.read(json.getBytes(StandardCharsets.UTF_8)) instanceof CanaryOrder order) {
                return order;
            }
            throw new IllegalArgumentException("only canaries are sent from here");
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "an order that cannot be carried out: " + e.getMessage(), e);
        }
    }
}
