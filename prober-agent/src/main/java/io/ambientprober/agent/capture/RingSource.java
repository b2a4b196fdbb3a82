package io.ambientprober.agent.capture;

import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fast engine: our own packet ring. A packet gets a cooked header (LINKTYPE_LINUX_SLL2) in the room that the kernel leaves in
 * front of it.
 *
 * <p>The end of a capture is proven by counting: the kernel counts every packet that passed the filter, and each of them is either
 * delivered or counted as dropped when {@link #run} returns. A block that the kernel has not handed on yet hides packets without
 * counting them as dropped.
 */
final class RingSource implements PacketSource {
    /**
     * Holds a packet of 64 KB, and no more than that: the kernel hands a block on when its time is up, however little is in it, so that
     * few large blocks are soon all used up while a busy node keeps the reader waiting.
     */
    private static final int BLOCK = 1 << 17;

    private static final int RETIRE_MILLIS = 10;
    private static final int IDLE_MILLIS = 20;
    /** A packet may be on its way from device to device, on another processor, when its sender has gone on. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * RETIRE_MILLIS);

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PacketRing ring;
    private final String filter;
    private final Frames frames;
    private final InterfaceDrops interfaceDrops = new InterfaceDrops();
    private volatile boolean stopping;
    /** The counters at the end of the capture. */
    private volatile @Nullable SourceStatistics last;

    private long delivered;
    private int next;

    private RingSource(PacketRing ring, String filter) {
        this.ring = ring;
        this.filter = filter;
        frames = new Frames(ring.blockSize());
    }

    static RingSource open(ProbeTraffic traffic, int ringBytes) throws CaptureException {
        return open(ProbeFilter.compile(traffic), traffic.expression(), ringBytes);
    }

    /** @param expression the same filter for people */
    static RingSource open(List<Instruction> filter, String expression, int ringBytes) throws CaptureException {
        int blockSize = Math.min(BLOCK, Math.max(1 << 16, Integer.highestOneBit(ringBytes / 4)));
        int blocks = Math.max(2, ringBytes / blockSize);
        try {
            return new RingSource(new PacketRing(filter, blockSize, blocks, RETIRE_MILLIS), expression);
        } catch (SystemCallException e) {
            throw new CaptureException(
                    e.isDenied()
                            ? "no permission to capture: run as root or with the capability NET_RAW"
                            : "cannot open a packet ring of " + ringBytes + " bytes: " + e.getMessage(),
                    e);
        }
    }

    /** Passes other packets from now on. */
    void filter(List<Instruction> other) throws CaptureException {
        try {
            ring.filter(other);
        } catch (SystemCallException e) {
            throw new CaptureException("cannot change what is captured: " + e.getMessage(), e);
        }
    }

    @Override
    public void run(Consumer<Packet> sink) throws CaptureException {
        try {
            while (!stopping) {
                if (!readBlock(sink)) {
                    ring.await(IDLE_MILLIS);
                }
            }
            drain(sink);
        } catch (SystemCallException e) {
            throw new CaptureException("the capture broke off: " + e.getMessage(), e);
        }
    }

    private boolean readBlock(Consumer<Packet> sink) {
        if (!ring.isReady(next)) {
            return false;
        }
        ring.take(next, frames.bytes());
        next = next + 1 == ring.blocks() ? 0 : next + 1;
        delivered += frames.deliver(sink);
        return true;
    }

    private void drain(Consumer<Packet> sink) throws SystemCallException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < SETTLE_NANOS) {
            if (!readBlock(sink)) {
                ring.await(RETIRE_MILLIS);
            }
        }
        PacketRing.Counts end = ring.counts();
        while (delivered < end.delivered() && System.nanoTime() - begun < DRAIN_NANOS) {
            if (!readBlock(sink)) {
                ring.await(RETIRE_MILLIS);
            }
        }
        last = statistics(end, Math.max(0, end.delivered() - delivered));
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public SourceStatistics statistics() {
        SourceStatistics known = last;
        return known == null ? statistics(ring.counts(), 0) : known;
    }

    private SourceStatistics statistics(PacketRing.Counts counts, long undelivered) {
        return new SourceStatistics(counts.accepted(), counts.dropped() + undelivered, interfaceDrops.count());
    }

    @Override
    public LinkType linkType() {
        return LinkType.LINUX_SLL2;
    }

    @Override
    public String filter() {
        return filter;
    }

    @Override
    public String deviceName(int device) {
        return frames.deviceName(device);
    }

    @Override
    public String engine() {
        return "ring";
    }

    @Override
    public void close() {
        ring.close();
    }

    /** One block's packets (struct tpacket3_hdr, struct sockaddr_ll, then the packet). */
    private static final class Frames {
        private static final VarHandle NATIVE_32 =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
        private static final VarHandle NATIVE_16 =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
        private static final VarHandle NETWORK_32 =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
        private static final VarHandle NETWORK_16 =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

        // struct tpacket_block_desc
        private static final int PACKETS = 12;
        private static final int FIRST_PACKET = 16;

        // struct tpacket3_hdr
        private static final int NEXT = 0;
        private static final int SECONDS = 4;
        private static final int NANOSECONDS = 8;
        private static final int CAPTURED = 12;
        private static final int LENGTH = 16;
        private static final int STATUS = 20;
        private static final int DATA = 24;
        private static final int VLAN_TCI = 32;
        private static final int VLAN_TPID = 36;
        private static final int STATUS_VLAN = 1 << 4;
        private static final int STATUS_VLAN_TPID = 1 << 6;

        // struct sockaddr_ll, behind the aligned header
        private static final int PROTOCOL = 48 + 2;
        private static final int DEVICE = 48 + 4;
        private static final int HARDWARE_TYPE = 48 + 8;
        private static final int PACKET_TYPE = 48 + 10;
        private static final int ADDRESS_LENGTH = 48 + 11;
        private static final int ADDRESS = 48 + 12;

        private static final int COOKED_LENGTH = 20;
        private static final int TAG_LENGTH = 4;
        private static final long NANOS_PER_SECOND = 1_000_000_000L;

        private final byte[] block;
        private final Packet packet = new Packet();
        private final Devices devices = new Devices();

        Frames(int blockSize) {
            block = new byte[blockSize];
        }

        byte[] bytes() {
            return block;
        }

        String deviceName(int device) {
            return devices.name(device);
        }

        /** Delivers the packets of the block that {@link #bytes()} hold. */
        int deliver(Consumer<Packet> sink) {
            int packets = i32(PACKETS);
            int frame = i32(FIRST_PACKET);
            for (int i = 0; i < packets; i++) {
                deliver(frame, sink);
                frame += i32(frame + NEXT);
            }
            return packets;
        }

        private void deliver(int frame, Consumer<Packet> sink) {
            int captured = i32(frame + CAPTURED);
            int length = i32(frame + LENGTH);
            int data = frame + u16(frame + DATA);
            int device = i32(frame + DEVICE);
            int protocol = protocol(frame, data, captured);
            long time = Integer.toUnsignedLong(i32(frame + SECONDS)) * NANOS_PER_SECOND + i32(frame + NANOSECONDS);
            int added = COOKED_LENGTH;
            int status = i32(frame + STATUS);
            if ((status & STATUS_VLAN) != 0) {
                data -= TAG_LENGTH;
                added += TAG_LENGTH;
                NETWORK_16.set(block, data, (short) i32(frame + VLAN_TCI));
                NETWORK_16.set(block, data + 2, (short) protocol);
                protocol = (status & STATUS_VLAN_TPID) != 0 ? u16(frame + VLAN_TPID) : CookedProtocol.VLAN;
            }
            cook(frame, data - COOKED_LENGTH, protocol, device);
            packet.set(
                    block,
                    data - COOKED_LENGTH,
                    captured + added,
                    length + added,
                    time,
                    LinkType.LINUX_SLL2,
                    devices.number(device));
            sink.accept(packet);
        }

        private int protocol(int frame, int data, int captured) {
            int named = (short) NETWORK_16.get(block, frame + PROTOCOL) & 0xFFFF;
            return CookedProtocol.of(named, block, data, captured);
        }

        /** The kernel leaves 28 bytes between the address and an IP header (net/packet/af_packet.c, tpacket_rcv). */
        private void cook(int frame, int at, int protocol, int device) {
            int hardwareType = u16(frame + HARDWARE_TYPE);
            int kindAndLength = (block[frame + PACKET_TYPE] & 0xFF) << 8 | (block[frame + ADDRESS_LENGTH] & 0xFF);
            System.arraycopy(block, frame + ADDRESS, block, at + 12, 8);
            NETWORK_16.set(block, at, (short) protocol);
            NETWORK_16.set(block, at + 2, (short) 0);
            NETWORK_32.set(block, at + 4, device);
            NETWORK_16.set(block, at + 8, (short) hardwareType);
            NETWORK_16.set(block, at + 10, (short) kindAndLength);
        }

        private int i32(int at) {
            return (int) NATIVE_32.get(block, at);
        }

        private int u16(int at) {
            return (short) NATIVE_16.get(block, at) & 0xFFFF;
        }
    }
}
