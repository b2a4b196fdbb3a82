package io.ambientprober.agent.capture;

import io.ambientprober.canary.Canary;
import io.ambientprober.evidence.AddressCounts;
import io.ambientprober.evidence.PlanEnds;
import io.ambientprober.evidence.PlanEnds.Whose;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.IpAddress;
import java.util.Set;

/**
 * Who may fill how much of the evidence file, so that no stranger takes the place of the probe: the plan's own packets all of it, each address
 * that may yet turn out to be a client as much as a client takes, strangers together a small share.
 *
 * <p>The last quarter is kept for packets that a verdict is made of, tokens in the clear and beginnings of connections: anyone who reads a file that
 * was full then judges as the agent did.
 */
final class EvidenceBudget {
    private static final int STRANGERS_SHARE = 16;

    /** Devices of a node that show one packet, and what TLS, heads and acknowledgements add. */
    private static final int COPIES = 16;

    private static final int LEAST_OF_ADDRESS = 256 << 10;
    private static final int ADDRESSES = 1024;

    private final long limit;
    private final long ofAddress;
    private final AddressCounts perhapsOwn = new AddressCounts(ADDRESSES);
    private final AddressCounts perhapsOwnLeftOut = new AddressCounts(ADDRESSES);
    private final AddressCounts strangersLeftOut = new AddressCounts(ADDRESSES);
    private long used;
    private long usedByStrangers;
    private long ownLeftOut;

    /** @param limit of the file, in bytes */
    EvidenceBudget(long limit, Plan plan) {
        this.limit = limit;
        ofAddress = LEAST_OF_ADDRESS + COPIES * plan.mostOfOneClient(path -> bytes(path.canary()));
    }

    private static long bytes(Canary canary) {
        return (long) canary.connections() * (canary.requestBytes() + canary.responseBytes());
    }

    /**
     * Whether a packet that takes so many bytes of the file has a place in it.
     *
     * @param ends of that packet
     */
    boolean admits(Whose whose, PlanEnds ends, Tells tells, long bytes) {
        long room = switch (tells) {
            case OF_A_TOKEN -> limit;
            case HOW_A_CONNECTION_BEGAN -> limit - limit / 8;
            case NOTHING_NEW -> limit - limit / 4;
        };
        boolean admitted = switch (whose) {
            case OWN -> used + bytes <= room;
            case PERHAPS_OWN ->
                used + bytes <= room
                        && perhapsOwn.of(ends.otherHigh(), ends.otherLow()) + bytes
                                <= (tells == Tells.NOTHING_NEW ? ofAddress - ofAddress / 4 : ofAddress);
            case STRANGERS -> used + bytes <= limit - limit / 4 && usedByStrangers + bytes <= limit / STRANGERS_SHARE;
            case UNRELATED -> throw new IllegalArgumentException("nothing is kept of connections outside the plan");
        };
        if (admitted) {
            used += bytes;
            usedByStrangers += whose == Whose.STRANGERS ? bytes : 0;
            if (whose == Whose.PERHAPS_OWN) {
                perhapsOwn.add(ends.otherHigh(), ends.otherLow(), bytes);
            }
        }
        return admitted;
    }

    /** A packet was not kept. */
    void leftOut(Whose whose, PlanEnds ends) {
        switch (whose) {
            case OWN -> ownLeftOut++;
            case PERHAPS_OWN -> perhapsOwnLeftOut.add(ends.otherHigh(), ends.otherLow(), 1);
            case STRANGERS -> strangersLeftOut.add(ends.otherHigh(), ends.otherLow(), 1);
            case UNRELATED -> {}
        }
    }

    /**
     * Packets of the plan's own pairs that were not kept.
     *
     * @param clients whose addresses became known
     */
    long leftOut(Set<IpAddress> clients) {
        return ownLeftOut + perhapsOwnLeftOut.atMostOf(clients);
    }

    /** What strangers sent or got and was not kept, in words; empty where there was nothing. */
    String strangers(Set<IpAddress> clients) {
        long packets = strangersLeftOut.total() + perhapsOwnLeftOut.total() - perhapsOwnLeftOut.atMostOf(clients);
        AddressCounts louder =
                strangersLeftOut.total() > perhapsOwnLeftOut.total() ? strangersLeftOut : perhapsOwnLeftOut;
        return packets == 0
                ? ""
                : packets + " packets of strangers had no place in the evidence" + louder.loudestBut(clients);
    }
}
