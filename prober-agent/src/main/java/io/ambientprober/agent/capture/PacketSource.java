package io.ambientprober.agent.capture;

import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.function.Consumer;

/** Packets of every device of this network namespace, those that appear later included, from the moment it was opened. */
public interface PacketSource extends AutoCloseable {
    /**
     * Delivers packets on the calling thread. A packet holds during its call only. Returns after {@link #stop()}, when everything that
     * was captured before it has been delivered.
     */
    void run(Consumer<Packet> sink) throws CaptureException;

    /** Asks {@link #run} to drain and end; may wait for it to drain. Called by another thread, also more than once. */
    void stop();

    /** Counters since the source was opened. Safe from any thread, until {@link #close()}. */
    SourceStatistics statistics();

    LinkType linkType();

    /** What passes, in the language of libpcap. */
    String filter();

    /** The name of a device by its number in {@link Packet#device()}. */
    String deviceName(int device);

    String engine();

    @Override
    void close();
}
