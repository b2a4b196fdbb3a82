package io.ambientprober.lab.net;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What kube-proxy does on every node: a Service's address becomes a pod's. */
public final class ServiceRules {
    private ServiceRules() {}

    /** @param ports the Service's own, each with the pod's */
    public static void add(Node node, IpAddress service, IpAddress pod, Map<Integer, Integer> ports)
            throws IOException {
        change("-A", node, service, pod, ports);
    }

    public static void remove(Node node, IpAddress service, IpAddress pod, Map<Integer, Integer> ports)
            throws IOException {
        change("-D", node, service, pod, ports);
    }

    private static void change(String verb, Node node, IpAddress service, IpAddress pod, Map<Integer, Integer> ports)
            throws IOException {
        List<String> lines = ports.entrySet().stream()
                .map(port -> verb + " PREROUTING -d " + service + " -p tcp -m tcp --dport " + port.getKey()
                        + " -j DNAT --to-destination " + pod.withPort(port.getValue()))
                .toList();
        PacketRules.add(node.netns(), service.isV4(), "nat", lines);
    }
}
