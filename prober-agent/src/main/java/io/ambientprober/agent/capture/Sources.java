package io.ambientprober.agent.capture;

import java.util.Locale;
import java.util.function.Consumer;

/** Opens the engine that was asked for. */
public final class Sources {
    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    private Sources() {}

    /** @param notes told when another engine is used than would be best */
    public static PacketSource open(ProbeTraffic traffic, CaptureOptions options, Consumer<String> notes)
            throws CaptureException {
        return switch (options.engine()) {
            case RING -> ring(traffic, options);
            case PCAP -> PcapSource.open(traffic, options.pcapBytes());
            case AUTO -> best(traffic, options, notes);
        };
    }

    private static PacketSource best(ProbeTraffic traffic, CaptureOptions options, Consumer<String> notes)
            throws CaptureException {
        try {
            return ring(traffic, options);
        } catch (CaptureException e) {
            notes.accept("capturing with libpcap: " + e.getMessage());
            try {
                return PcapSource.open(traffic, options.pcapBytes());
            } catch (CaptureException second) {
                e.addSuppressed(second);
                throw e;
            }
        }
    }

    private static PacketSource ring(ProbeTraffic traffic, CaptureOptions options) throws CaptureException {
        if (!LINUX) {
            throw new CaptureException("a packet ring needs Linux: use --engine pcap");
        }
        return RingSource.open(traffic, options.ringBytes());
    }
}
