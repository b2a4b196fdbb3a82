package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.wire.EndTable;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.IpNumbers;
import java.util.stream.Collectors;

/**
 * Whose a packet is, by its two ends. Clients of a live run get their addresses after the capture began: until they are named, anyone who
 * calls where a server of the plan listens may be one.
 *
 * <p>Used by one thread. Allocates nothing per packet.
 */
public final class PlanEnds {
    /** Whose. */
    public enum Whose {
        /** Both ends are the plan's. */
        OWN,
        /** One end is where a server, Service or waypoint of the plan listens, the other may be a client of the plan. */
        PERHAPS_OWN,
        /** One end is the plan's. */
        STRANGERS,
        /** No end is the plan's. */
        UNRELATED
    }

    private final EndTable own;
    private final ServedPorts served;
    private final boolean clientsUnknown;
    /** Packets come in bursts of one pair: what was looked up last holds for most. */
    private long sourceHigh;

    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private boolean from;
    private boolean to;
    private long otherHigh;
    private long otherLow;

    public PlanEnds(Plan plan) {
        this(plan, new ServedPorts(plan));
    }

    PlanEnds(Plan plan, ServedPorts served) {
        this.served = served;
        own = EndTable.of(plan.paths().stream().flatMap(ProbePath::addresses).collect(Collectors.toSet()));
        clientsUnknown =
                plan.paths().stream().anyMatch(path -> path.client().ips().isEmpty());
    }

    boolean areClientsUnknown() {
        return clientsUnknown;
    }

    boolean isOwn(IpAddress address) {
        return own.contains(address.high(), address.low(), 0);
    }

    /** Of an IP packet. */
    public Whose whose(Headers packet) {
        if (packet.sourceLow() != sourceLow
                || packet.destinationLow() != destinationLow
                || packet.sourceHigh() != sourceHigh
                || packet.destinationHigh() != destinationHigh) {
            lookUp(packet);
        }
        otherHigh = from ? packet.destinationHigh() : packet.sourceHigh();
        otherLow = from ? packet.destinationLow() : packet.sourceLow();
        if (from && to) {
            return Whose.OWN;
        }
        if (!from && !to) {
            return Whose.UNRELATED;
        }
        return clientsUnknown && mayBeServed(packet) ? Whose.PERHAPS_OWN : Whose.STRANGERS;
    }

    private void lookUp(Headers packet) {
        sourceHigh = packet.sourceHigh();
        sourceLow = packet.sourceLow();
        destinationHigh = packet.destinationHigh();
        destinationLow = packet.destinationLow();
        from = own.contains(sourceHigh, sourceLow, 0);
        to = own.contains(destinationHigh, destinationLow, 0);
    }

    /** A fragment does not say to which port it goes. */
    private boolean mayBeServed(Headers packet) {
        return switch (packet.kind()) {
            case TCP ->
                from
                        ? served.contains(packet.sourceHigh(), packet.sourceLow(), packet.sourcePort())
                        : served.contains(packet.destinationHigh(), packet.destinationLow(), packet.destinationPort());
            case IP -> packet.protocol() == IpNumbers.TCP;
            case UDP, NOT_IP -> false;
        };
    }

    /** Of the packet asked about last, the end that is not the plan's; the source where neither or both are. */
    public long otherHigh() {
        return otherHigh;
    }

    /** The lower half of the same. */
    public long otherLow() {
        return otherLow;
    }
}
