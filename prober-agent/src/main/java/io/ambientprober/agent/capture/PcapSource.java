package io.ambientprober.agent.capture;

import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.packet.namednumber.DataLinkType;

/** The portable engine: libpcap through pcap4j. Never in immediate mode, which loses packets at this snap length. */
final class PcapSource implements PacketSource {
    private static final int SNAP_LENGTH = 1 << 18;
    private static final int TIMEOUT_MILLIS = 10;
    private static final int ENDLESS = -1;
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5 * TIMEOUT_MILLIS);
    /** Without a new packet for as long as this the buffer is empty, even where the counters do not agree. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PcapHandle handle;
    private final LinkType linkType;
    private final String filter;
    private final InterfaceDrops interfaceDrops = new InterfaceDrops();
    private final Devices devices = new Devices();
    private final Packet packet = new Packet();
    private long count;
    /** {@link #count}, for other threads. */
    private volatile long delivered;

    private boolean stopped;
    private SourceStatistics last = new SourceStatistics(0, 0, 0);

    private PcapSource(PcapHandle handle, LinkType linkType, String filter) {
        this.handle = handle;
        this.linkType = linkType;
        this.filter = filter;
    }

    static PcapSource open(ProbeTraffic traffic, int bufferBytes) throws CaptureException {
        String filter = traffic.expression();
        try {
            PcapHandle handle = new PcapHandle.Builder("any")
                    .snaplen(SNAP_LENGTH)
                    .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(TIMEOUT_MILLIS)
                    .bufferSize(bufferBytes)
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build();
            return open(handle, filter);
        } catch (PcapNativeException e) {
            throw new CaptureException("libpcap cannot capture: " + e.getMessage(), e);
        } catch (LinkageError e) {
            // of pcap4j's own class, too, whose initializer loads libpcap
            throw new CaptureException(
                    "libpcap cannot be loaded (install libpcap0.8, and let -Djna.tmpdir be writable): "
                            + e.getMessage(),
                    e);
        }
    }

    private static PcapSource open(PcapHandle handle, String filter) throws CaptureException {
        try {
            LinkType linkType = cook(handle);
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
            return new PcapSource(handle, linkType, filter);
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw new CaptureException("libpcap does not take the filter: " + e.getMessage(), e);
        }
    }

    /** SLL2 names the device of a packet; libpcap before 1.10 does not have it. */
    private static LinkType cook(PcapHandle handle) throws NotOpenException {
        try {
            handle.setDlt(new DataLinkType(LinkType.LINUX_SLL2.code(), "Linux cooked v2"));
            return LinkType.LINUX_SLL2;
        } catch (PcapNativeException e) {
            return LinkType.LINUX_SLL;
        }
    }

    @Override
    public void run(Consumer<Packet> sink) throws CaptureException {
        try {
            handle.loop(ENDLESS, (RawPacketListener) bytes -> deliver(bytes, sink));
        } catch (InterruptedException e) {
            return; // how pcap4j says that the loop was ended by breakLoop
        } catch (PcapNativeException | NotOpenException e) {
            throw new CaptureException("the capture broke off: " + e.getMessage(), e);
        }
    }

    private void deliver(byte[] bytes, Consumer<Packet> sink) {
        int device = linkType == LinkType.LINUX_SLL2 && bytes.length >= 8
                ? devices.number(
                        (bytes[4] & 0xFF) << 24 | (bytes[5] & 0xFF) << 16 | (bytes[6] & 0xFF) << 8 | (bytes[7] & 0xFF))
                : 0;
        packet.set(bytes, 0, bytes.length, handle.getOriginalLength(), nanos(), linkType, device);
        sink.accept(packet);
        count++;
        delivered = count;
    }

    private long nanos() {
        java.sql.Timestamp time = handle.getTimestamp();
        return Math.floorDiv(time.getTime(), 1000L) * NANOS_PER_SECOND + time.getNanos();
    }

    @Override
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        drain();
        stopped = true;
        last = read();
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            throw new IllegalStateException("the handle is open until close()", e);
        }
    }

    /**
     * Waits until every packet that libpcap counted was delivered. Of packets on the loopback device it counts both copies and delivers
     * one (pcap-linux.c, linux_check_direction), so silence is proof, too.
     */
    private void drain() {
        long begun = System.nanoTime();
        long changed = begun;
        long seen = delivered;
        while (System.nanoTime() - begun < DRAIN_NANOS && System.nanoTime() - changed < QUIET_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS));
            if (delivered != seen) {
                seen = delivered;
                changed = System.nanoTime();
            }
            SourceStatistics now = read();
            if (System.nanoTime() - begun >= SETTLE_NANOS && seen >= now.accepted() - now.kernelDropped()) {
                return;
            }
        }
    }

    @Override
    public synchronized SourceStatistics statistics() {
        return stopped ? last : read();
    }

    private SourceStatistics read() {
        try {
            PcapStat stat = handle.getStats();
            return new SourceStatistics(
                    stat.getNumPacketsReceived(),
                    stat.getNumPacketsDropped(),
                    Math.max(stat.getNumPacketsDroppedByIf(), interfaceDrops.count()));
        } catch (PcapNativeException | NotOpenException e) {
            throw new IllegalStateException("an open capture has counters", e);
        }
    }

    @Override
    public LinkType linkType() {
        return linkType;
    }

    @Override
    public String filter() {
        return filter;
    }

    @Override
    public String deviceName(int device) {
        return linkType == LinkType.LINUX_SLL2 ? devices.name(device) : "any";
    }

    @Override
    public String engine() {
        return "pcap";
    }

    @Override
    public synchronized void close() {
        if (handle.isOpen()) {
            handle.close();
        }
    }
}
