package io.ambientprober.agent.capture;

import io.ambientprober.agent.testnet.Place;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source that runs in a namespace, and what it delivered. */
final class Tapping implements AutoCloseable {
    private final PacketSource source;
    private final Consumer<Packet> before;
    private final PacketDecoder decoder = new PacketDecoder(new VxlanPorts(List.of()));
    private final List<Seen> seen = new ArrayList<>();
    private final Thread thread;
    private @Nullable Throwable failure;

    /**
     * A packet, read.
     *
     * @param tag tag protocol and VLAN id outside the IP header, 0 without one
     * @param number the first four bytes of the payload
     */
    record Seen(
            String device,
            int tag,
            int vlan,
            Headers.Kind kind,
            IpAddress source,
            IpAddress destination,
            int port,
            int number,
            int payload,
            int captured,
            int length,
            long timeNanos,
            List<String> tunnels) {}

    private Tapping(PacketSource source, Consumer<Packet> before) {
        this.source = source;
        this.before = before;
        thread = Thread.ofPlatform().daemon().name("tapping").start(this::run);
    }

    static Tapping start(Place place, ProbeTraffic traffic, CaptureOptions options) throws Exception {
        return start(place, traffic, options, packet -> {});
    }

    /** @param before is given every packet first */
    static Tapping start(Place place, ProbeTraffic traffic, CaptureOptions options, Consumer<Packet> before)
            throws Exception {
        return place.inside(() -> new Tapping(Sources.open(traffic, options, note -> {}), before));
    }

    private void run() {
        try {
            source.run(this::packet);
        } catch (CaptureException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void packet(Packet packet) {
        before.accept(packet);
        if (packet.linkType() != LinkType.LINUX_SLL2) {
            throw new IllegalStateException("link type " + packet.linkType());
        }
        Headers headers = decoder.decode(packet);
        ByteBuffer payload =
                ByteBuffer.wrap(headers.data(), headers.payloadAt(), Math.max(0, headers.payloadCaptured()));
        ByteBuffer cooked = ByteBuffer.wrap(packet.data(), packet.offset(), packet.captured())
                .slice();
        int protocol = cooked.getShort(0) & 0xFFFF;
        boolean tagged = protocol == 0x8100 || protocol == 0x88A8;
        seen.add(new Seen(
                source.deviceName(packet.device()),
                tagged ? protocol : 0,
                tagged ? cooked.getShort(20) & 0xFFF : 0,
                headers.kind(),
                headers.source(),
                headers.destination(),
                headers.destinationPort(),
                payload.remaining() < 4 ? -1 : payload.getInt(),
                headers.payloadLength(),
                packet.captured(),
                packet.length(),
                packet.timeNanos(),
                headers.tunnelNames()));
    }

    /** Ends the capture at once, as a controller does; what it delivered. */
    List<Seen> stop() throws Exception {
        source.stop();
        thread.join();
        if (failure != null) {
            throw new AssertionError("the source failed", failure);
        }
        return seen;
    }

    @Nullable
    Throwable failed() throws InterruptedException {
        source.stop();
        thread.join();
        return failure;
    }

    SourceStatistics statistics() {
        return source.statistics();
    }

    @Override
    public void close() {
        source.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the thread may still read from the source
        }
        source.close();
    }
}
