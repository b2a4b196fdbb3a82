package io.ambientprober.agent.capture;

import io.ambientprober.api.FlowOrder;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.FlowCounter;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.plan.PodDevice;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the TCP of the node's pods in the mesh, with a ring of its own. Of a packet the kernel hands on its headers and the five bytes behind
 * them, of which only what they look like is kept.
 */
public final class FlowCapture implements AutoCloseable {
    private static final int RING_BYTES = 4 << 20;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String node;
    private final int hbonePort;
    private final RingSource source;
    private final FlowCounter counter;
    private final PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
    private final PodDevices devices = new PodDevices();
    private final Instant from = Instant.now();
    private final Knocks knocks = new Knocks();
    private final SourceReader reader;
    private volatile @Nullable Set<IpAddress> ordered;
    private @Nullable NodeFlows counted;
    private boolean closed;

    private FlowCapture(String node, FlowOrder order) throws CaptureException {
        this.node = node;
        hbonePort = order.hbonePort();
        counter = new FlowCounter(hbonePort, FlowFilter.SAMPLE);
        local(order.local());
        source = RingSource.open(FlowFilter.compile(order.local(), hbonePort), "tcp of pods in the mesh", RING_BYTES);
        reader = new SourceReader("count", source, this::packet);
    }

    /** Begins to count: no packet that comes after this returned is missed. */
    public static FlowCapture start(String node, FlowOrder order) throws CaptureException {
        FlowCapture capture = new FlowCapture(node, order);
        capture.reader.start();
        capture.knocks.at(order.local(), order.hbonePort());
        return capture;
    }

    /** Goes on with other addresses. */
    public synchronized void order(FlowOrder order) throws CaptureException {
        if (order.hbonePort() != hbonePort) {
            throw new CaptureException("the HBONE port of a count stays what it is: " + hbonePort);
        }
        ordered = order.local();
        source.filter(FlowFilter.compile(order.local(), hbonePort));
        knocks.at(order.local(), hbonePort);
    }

    private void packet(Packet packet) {
        takeOrder();
        Headers headers = decoder.decode(packet);
        counter.accept(headers, packet.timeNanos());
    }

    /** On the thread that counts; once that has ended, for an order after which nothing came. */
    private void takeOrder() {
        Set<IpAddress> others = ordered;
        if (others != null) {
            ordered = null;
            local(others);
        }
    }

    private void local(Set<IpAddress> addresses) {
        counter.local(addresses);
        for (PodDevice device : devices.known()) {
            device.pods().stream()
                    .filter(addresses::contains)
                    .forEach(address -> counter.device(address, device.index()));
        }
    }

    /** Ends the count once all that came was read. The second time, returns what the first did. */
    public synchronized NodeFlows stop() throws CaptureException {
        NodeFlows before = counted;
        if (before != null) {
            return before;
        }
        knocks.end();
        reader.end(STOP_TIMEOUT);
        NodeFlows flows = flows();
        counted = flows;
        source.close();
        return flows;
    }

    private NodeFlows flows() {
        takeOrder();
        List<String> notes = new ArrayList<>();
        String broken = reader.failure();
        if (broken != null) {
            notes.add(broken);
        }
        long dropped = source.statistics().kernelDropped() + counter.dropped();
        return new NodeFlows(
                node,
                betweenOthers(counter.finish()),
                counter.packets(),
                dropped,
                counter.unseen(),
                from,
                Instant.now(),
                notes);
    }

    /** What the node itself sends or takes, kubelet's probes and the count's own knocks among it, is not a flow of pods. */
    private static List<FlowCount> betweenOthers(List<FlowCount> counts) {
        Set<IpAddress> node = NodeAddresses.now();
        return counts.stream()
                .filter(count -> !node.contains(count.client()) && !node.contains(count.server()))
                .toList();
    }

    /** Whether it counts no more. */
    public synchronized boolean isOver() {
        return counted != null || closed;
    }

    @Override
    public synchronized void close() {
        if (counted == null && !closed) {
            closed = true;
            knocks.end();
            if (reader.giveUp(STOP_TIMEOUT)) {
                source.close();
            }
        }
    }
}
