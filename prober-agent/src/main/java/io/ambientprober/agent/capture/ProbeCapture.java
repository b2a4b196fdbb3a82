package io.ambientprober.agent.capture;

import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.evidence.AddressCounts;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.evidence.PlanEnds.Whose;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PcapNgStatistics;
import io.ambientprober.wire.VxlanPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run's capture on one node: packets are read, judged relevant and counted on a thread of their own, as they come. */
public final class ProbeCapture implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    /** Of an answer; the rest is for what is said of the tap. */
    private static final long MOST_EVIDENCE = ObservationsJson.MAX_BYTES - (1 << 20);

    private static final HexFormat HEX = HexFormat.of();

    private final AgentOrder order;
    private final Plan plan;
    private final String node;
    private final PacketSource source;
    private final NodeObserver observer;
    private final KeptPackets keptPackets;
    private final EvidenceBudget budget;
    private final EvidenceFile evidence;
    /** Packets read that are not known to be the probe's, by who sends or gets them. */
    private final AddressCounts others = new AddressCounts(1024);

    private final PodDevices podDevices = new PodDevices();
    private final SourceReader reader;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    /** One comment per path, made once. */
    private final String[] comments = new String[1 << 16];

    /** Written by the capture's own thread only. */
    private final AtomicLong packets = new AtomicLong();

    private @Nullable Observations observations;
    private boolean closed;

    private ProbeCapture(AgentOrder order, String node, CaptureOptions options, Path folder) throws CaptureException {
        this.order = order;
        plan = order.plan();
        this.node = node;
        source = Sources.open(ProbeTraffic.of(order, options.vxlanPorts()), options, notes::add);
        try {
            observer = new NodeObserver(plan, node, List.of(node), new VxlanPorts(options.vxlanPorts()));
            keptPackets = new KeptPackets(plan);
            budget = new EvidenceBudget(options.evidenceBytes(), plan);
            evidence = new EvidenceFile(folder, budget, source.linkType(), source.filter(), source::deviceName);
            reader = new SourceReader("capture", source, this::packet);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Begins to capture: no packet that comes after this returned is missed.
     *
     * @param folder for the evidence
     */
    public static ProbeCapture start(AgentOrder order, String node, CaptureOptions options, Path folder)
            throws CaptureException {
        ProbeCapture capture = new ProbeCapture(order, node, options, folder);
        capture.reader.start();
        return capture;
    }

    private void packet(Packet packet) {
        packet.number(evidence.nextNumber());
        observer.accept(0, packet);
        podDevices.seen(observer.headers().device());
        packets.lazySet(packets.getPlain() + 1);
        Whose whose = keptPackets.whose(observer);
        if (whose != Whose.OWN) {
            others.add(keptPackets.ends().otherHigh(), keptPackets.ends().otherLow(), 1);
        }
        if (whose != Whose.UNRELATED) {
            int bytes = keptPackets.bytes(packet, observer, whose);
            evidence.packet(
                    packet,
                    bytes,
                    whose,
                    keptPackets.ends(),
                    keptPackets.tells(observer),
                    comment(observer.clearPath()));
        }
    }

    private String comment(int path) {
        if (path == NodeObserver.NO_PATH) {
            return "";
        }
        String comment = comments[path];
        if (comment == null) {
            comment = "in the clear: the token of path " + HEX.toHexDigits(path, 4) + " of run " + plan.run();
            comments[path] = comment;
        }
        return comment;
    }

    public AgentOrder order() {
        return order;
    }

    public String engine() {
        return source.engine();
    }

    public String filter() {
        return source.filter();
    }

    /** Packets read so far. */
    public long packets() {
        return packets.get();
    }

    public SourceStatistics statistics() {
        return source.statistics();
    }

    public List<String> notes() {
        return notes;
    }

    /** Why the capture ended before it was stopped; null as long as it runs as it should. */
    public @Nullable String failure() {
        return reader.failure();
    }

    /** The evidence, once the capture is stopped. */
    public Path evidence() {
        return evidence.path();
    }

    /**
     * Ends the capture when everything captured so far has been read. The second time, returns what the first did.
     *
     * @param clients addresses of clients that the plan did not know
     * @throws CaptureException when it broke off, or does not come to an end in time: then nothing it saw can be relied on
     */
    public synchronized Observations stop(Set<IpAddress> clients, Duration timeout) throws CaptureException {
        if (observations != null) {
            return observations;
        }
        if (closed) {
            throw new CaptureException("the capture was given up");
        }
        reader.end(timeout);
        String failure = reader.failure();
        if (failure != null) {
            throw new CaptureException(failure);
        }
        observations = observe(clients, source.statistics());
        source.close();
        return observations;
    }

    private Observations observe(Set<IpAddress> clients, SourceStatistics statistics) {
        long leftOut = budget.leftOut(clients);
        String strangers = budget.strangers(clients);
        evidence.finish(sectionComment(leftOut, strangers), pcapNg(statistics));
        Stream.of(Objects.requireNonNullElse(evidence.failure(), ""), strangers, loudest(clients, statistics))
                .filter(note -> !note.isEmpty())
                .forEach(notes::add);
        observer.closed(0, 0, notes, List.of());
        NodeEvidence all = AnswerRoom.fit(observer.finish(clients), MOST_EVIDENCE);
        NodeEvidence seen = all.withTaps(List.of(evidence.reading(all.taps().getFirst())));
        Tap tap = new Tap(
                node,
                node,
                List.of(node + ".pcapng"),
                source.linkType().name(),
                evidence.kept(),
                packets.get(),
                leftOut,
                statistics.kernelDropped(),
                statistics.interfaceDropped(),
                podDevices.all());
        return new Observations(seen, tap);
    }

    /** Who may have brought it about that packets were dropped; empty where none were. */
    private String loudest(Set<IpAddress> clients, SourceStatistics statistics) {
        return statistics.kernelDropped() == 0
                ? ""
                : "of what was read " + others.total() + " packets are not of addresses that the order knew"
                        + others.loudestBut(clients);
    }

    private String sectionComment(long leftOut, String strangers) {
        String comment = "run " + plan.run() + ", node " + node
                + ": the packets of the probe, and headers of others to and from its pods, captured with the engine "
                + source.engine();
        String full = leftOut == 0
                ? ""
                : ". The file is full: " + leftOut + " later packets of the probe were analysed but not kept";
        return comment + full + (strangers.isEmpty() ? "" : ". " + strangers);
    }

    private static PcapNgStatistics pcapNg(SourceStatistics statistics) {
        Instant now = Instant.now();
        return new PcapNgStatistics(
                now.getEpochSecond() * NANOS_PER_SECOND + now.getNano(),
                statistics.accepted(),
                statistics.interfaceDropped(),
                statistics.kernelDropped(),
                statistics.accepted());
    }

    /** Ends the capture, if it still runs, and deletes what it kept. */
    @Override
    public synchronized void close() {
        closed = true;
        if (!reader.giveUp(CLOSE_TIMEOUT)) {
            return; // it still reads; the memory that it reads from is given back with the process
        }
        source.close();
        evidence.delete();
    }
}
