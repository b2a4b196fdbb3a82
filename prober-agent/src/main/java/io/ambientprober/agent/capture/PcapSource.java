package io.ambientprober.agent.capture;

import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * The portable engine: libpcap through pcap4j. Never in immediate mode, which loses packets at this snap length.
 *
 * <p>The end of a capture is proven as by {@link RingSource}, by counting. Packets that came before the filter was set are counted
 * by libpcap and not delivered; for as many of those as there may be, silence has to do.
 */
final class PcapSource implements PacketSource {
    private static final int SNAP_LENGTH = 1 << 18;
    private static final int TIMEOUT_MILLIS = 10;
    private static final int ENDLESS = -1;
    private static final int COOKED_LENGTH = 20;
    private static final int COOKED_DEVICE = 4;
    /** libpcap counts both copies of a packet on the loopback device and delivers one (pcap-linux.c, linux_check_direction). */
    private static final String COUNTED_ONCE = " and not (outbound and ifindex 1)"; // LOOPBACK_IFINDEX, net/flow.h

    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5 * TIMEOUT_MILLIS);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PcapHandle handle;
    private final String filter;
    /** Accepted by the time the filter was set, whatever they are: they were never asked for. */
    private final long early;

    private final InterfaceDrops interfaceDrops = new InterfaceDrops();
    private final Devices devices = new Devices();
    private final Packet packet = new Packet();
    private long count;
    /** {@link #count}, for other threads. */
    private volatile long delivered;

    private volatile @Nullable Throwable broken;
    private boolean stopped;
    private SourceStatistics last = new SourceStatistics(0, 0, 0);

    private PcapSource(PcapHandle handle, String filter) {
        this.handle = handle;
        this.filter = filter;
        early = read().accepted();
    }

    static PcapSource open(ProbeTraffic traffic, int bufferBytes) throws CaptureException {
        String filter = "(" + traffic.expression() + ")" + COUNTED_ONCE;
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
            handle.setDlt(new DataLinkType(LinkType.LINUX_SLL2.code(), "Linux cooked v2"));
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
            return new PcapSource(handle, filter);
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw new CaptureException("libpcap 1.10 or later is needed: " + e.getMessage(), e);
        }
    }

    @Override
    public void run(Consumer<Packet> sink) throws CaptureException {
        try {
            handle.loop(ENDLESS, (RawPacketListener) bytes -> deliver(bytes, sink));
        } catch (InterruptedException e) {
            // how pcap4j says that the loop was ended by breakLoop
        } catch (PcapNativeException | NotOpenException e) {
            throw new CaptureException("the capture broke off: " + e.getMessage(), e);
        }
        Throwable failure = broken;
        if (failure != null) {
            throw new CaptureException("the capture broke off: " + failure, failure);
        }
    }

    /** What is thrown here ends in a log of JNA: it is kept for {@link #run}. */
    private void deliver(byte[] bytes, Consumer<Packet> sink) {
        if (broken != null) {
            return;
        }
        try {
            if (bytes.length < COOKED_LENGTH) {
                throw new IllegalStateException("libpcap delivered a packet without its header");
            }
            nameProtocol(bytes);
            packet.set(
                    bytes,
                    0,
                    bytes.length,
                    handle.getOriginalLength(),
                    nanos(),
                    LinkType.LINUX_SLL2,
                    devices.number(deviceIndex(bytes)));
            sink.accept(packet);
            count++;
            delivered = count;
        } catch (RuntimeException | Error e) {
            broken = e;
            breakLoop();
        }
    }

    private static void nameProtocol(byte[] bytes) {
        int named = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        int protocol = CookedProtocol.of(named, bytes, COOKED_LENGTH, bytes.length - COOKED_LENGTH);
        bytes[0] = (byte) (protocol >>> 8);
        bytes[1] = (byte) protocol;
    }

    private static int deviceIndex(byte[] bytes) {
        return (bytes[COOKED_DEVICE] & 0xFF) << 24
                | (bytes[COOKED_DEVICE + 1] & 0xFF) << 16
                | (bytes[COOKED_DEVICE + 2] & 0xFF) << 8
                | (bytes[COOKED_DEVICE + 3] & 0xFF);
    }

    private long nanos() {
        java.sql.Timestamp time = handle.getTimestamp();
        return Math.floorDiv(time.getTime(), 1000L) * NANOS_PER_SECOND + time.getNanos();
    }

    private void breakLoop() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            throw new IllegalStateException("the handle is open until close()", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        last = drain();
        stopped = true;
        breakLoop();
    }

    /** Waits until every packet that libpcap counted was delivered; those that were not are lost. */
    private SourceStatistics drain() {
        long begun = System.nanoTime();
        LockSupport.parkNanos(SETTLE_NANOS);
        SourceStatistics end = read();
        long owed = end.accepted() - end.kernelDropped();
        long seen = -1;
        long changed = begun;
        while (delivered < owed && broken == null && System.nanoTime() - begun < DRAIN_NANOS) {
            if (delivered != seen) {
                seen = delivered;
                changed = System.nanoTime();
            } else if (seen >= owed - early && System.nanoTime() - changed > QUIET_NANOS) {
                break;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS));
        }
        long lost = Math.max(0, owed - early - delivered);
        return new SourceStatistics(
                Math.max(0, end.accepted() - early), end.kernelDropped() + lost, end.interfaceDropped());
    }

    @Override
    public synchronized SourceStatistics statistics() {
        if (stopped) {
            return last;
        }
        SourceStatistics now = read();
        return new SourceStatistics(Math.max(0, now.accepted() - early), now.kernelDropped(), now.interfaceDropped());
    }

    private SourceStatistics read() {
        try {
            PcapStat stat = handle.getStats();
            return new SourceStatistics(
                    Integer.toUnsignedLong((int) stat.getNumPacketsReceived()),
                    Integer.toUnsignedLong((int) stat.getNumPacketsDropped()),
                    interfaceDrops.count());
        } catch (PcapNativeException | NotOpenException e) {
            throw new IllegalStateException("an open capture has counters", e);
        }
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
        return devices.name(device);
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
