package io.ambientprober.lab.scale;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** IPv4 addresses, as a cluster gives them out: a part of one network for the pods of each node, and another network for Services. */
final class AddressPool {
    private static final int PODS = 0x0A000000;
    private static final int SERVICES = 0x64600000;
    private static final int NODES = 0xAC100000;
    private static final int PODS_PER_NODE = 256;
    /** Of the prober: behind those of tenants. */
    private static final int FIRST_OF_PROBER = 100;

    private final AtomicInteger services = new AtomicInteger();
    private final Map<Integer, AtomicInteger> ofNode = new ConcurrentHashMap<>();

    static String tenant(int ofNode, int pod) {
        return text(PODS + ofNode * PODS_PER_NODE + 1 + pod);
    }

    static String node(int number) {
        return text(NODES + 1 + number);
    }

    String pod(int node) {
        return text(PODS
                + node * PODS_PER_NODE
                + FIRST_OF_PROBER
                + ofNode.computeIfAbsent(node, _ -> new AtomicInteger()).getAndIncrement() % 150);
    }

    /** Spread over their network, as an allocator that draws lots does it. */
    String service() {
        int number = services.incrementAndGet();
        return text(SERVICES + (number * 7919 & 0xFFFFF));
    }

    private static String text(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }
}
