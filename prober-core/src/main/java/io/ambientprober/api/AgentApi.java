package io.ambientprober.api;

import io.ambientprober.wire.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What controller and agent say to each other: HTTP/1.1 over TLS 1.3 on a loopback address of the node. Each is known by its
 * certificate ({@link io.ambientprober.peer}), and both are of the same build. An answer that is not a success has the JSON body
 * {@code {"error": "..."}}.
 */
public final class AgentApi {
    /** POST a plan: captures when it answers. The same plan again changes nothing; another one is a conflict (409). */
    public static final String ARM = "/v1/arm";

    /** GET: the state of the capture, and its counters. Renews the lease. */
    public static final String STATUS = "/v1/status";

    /**
     * POST the addresses of the run's clients, a line each: ends the capture once everything captured has been read.
     */
    public static final String STOP = "/v1/stop";

    /** GET, once stopped: {@link ObservationsJson}. */
    public static final String OBSERVATIONS = "/v1/observations";

    /**
     * POST {@link TimedSweep}: begins to ask the HBONE ports of pods. The same order again, while that goes on, changes nothing; another one
     * is a conflict (409).
     */
    public static final String SWEEP = "/v1/sweep";

    /** GET: {@link SweepAnswerJson}, of the order that was posted last. */
    public static final String SWEPT = "/v1/swept";

    /**
     * POST {@link FlowOrder}: counts from when it answers; posted again it goes on with the addresses of the new order.
     */
    public static final String FLOWS = "/v1/flows";

    /** GET: ends the count of flows, and answers {@link io.ambientprober.flow.NodeFlows}; again, the same. */
    public static final String FLOW_COUNTS = "/v1/flow-counts";

    /**
     * Bytes of packets that an agent keeps unless it is told otherwise; a run tells it nothing else. Six paths of a node's client and as many
     * to its server, through a waypoint and in both families, took 17 MB, as some devices show each packet.
     */
    public static final long EVIDENCE_BYTES = 40L << 20;

    /** GET, once stopped: the packets kept, as pcapng. */
    public static final String EVIDENCE = "/v1/evidence";

    private AgentApi() {}

    public static byte[] stopBody(Collection<IpAddress> clients) {
        return clients.stream()
                .map(IpAddress::toString)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What {@link #STOP} was posted with.
     *
     * @throws IllegalArgumentException when a line is not an address
     */
    public static Set<IpAddress> clients(byte[] stopBody) {
        return new String(stopBody, StandardCharsets.US_ASCII)
                .lines()
                .map(IpAddress::parse)
                .collect(Collectors.toUnmodifiableSet());
    }
}
