package io.ambientprober.agent.capture;

import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.api.FlowOrder;
import io.ambientprober.api.NodeFlowsJson;
import io.ambientprober.wire.IpAddress;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts in the namespace that it was started in, until its input ends: says when it does, and then what it counted. */
final class FlowsOfANode {
    private FlowsOfANode() {}

    public static void main(String[] pods) throws Exception {
        Set<IpAddress> local = Stream.of(pods).map(IpAddress::parse).collect(Collectors.toSet());
        try (FlowCapture capture = FlowCapture.start(Plans.NODE, new FlowOrder(local, 15008))) {
            System.out.println("counting");
            System.in.readAllBytes();
            NodeFlowsJson.write(capture.stop(), System.out);
            System.out.println();
        }
    }
}
