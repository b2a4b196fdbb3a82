package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections to where a plan's servers listen, found by both addresses and ports. */
final class Conversations {
    /** Connections followed on one node; a plan of 2,000 paths all in the clear makes some 16,000. */
    private static final int MAX_CONNECTIONS = 65_536;

    /** Of those, of addresses that may be clients whose addresses are not known yet, together. */
    private static final int MAX_PERHAPS_OWN = MAX_CONNECTIONS / 2;

    /** Of addresses that are none of the plan's, together. */
    private static final int MAX_STRANGERS = MAX_CONNECTIONS / 16;

    /** Addresses whose connections are counted one by one. */
    private static final int MAX_ADDRESSES = 4096;

    /** Makes what follows a connection that the packet at hand belongs to. */
    interface Factory {
        TrackedConnection open(Direction direction);
    }

    private final ServedPorts served;
    private final PlanEnds ends;
    private final Factory factory;
    private final int mostOfOneAddress;
    private final AddressCounts ofAddress = new AddressCounts(MAX_ADDRESSES);
    private final AddressCounts refusedOfAddress = new AddressCounts(MAX_ADDRESSES);
    private final List<TrackedConnection> ended = new ArrayList<>();
    private @Nullable TrackedConnection[] live = new TrackedConnection[1024];
    private int size;
    private int perhapsOwn;
    private int strangers;
    private long refused;
    private long collisions;
    private Direction direction = Direction.CLIENT_TO_SERVER;

    Conversations(Plan plan, Factory factory) {
        served = new ServedPorts(plan);
        ends = new PlanEnds(plan, served);
        this.factory = factory;
        // its canaries, on HBONE or past it to Service and pod, the policy ports, and tries of proxies
        mostOfOneAddress =
                256 + Math.clamp(plan.mostOfOneClient(path -> 4L * path.canary().connections()), 0, MAX_CONNECTIONS);
    }

    /**
     * The connection of a TCP packet, and in {@link #direction()} which way it goes.
     *
     * @return null when it is none of the plan's, or there is no room for it
     */
    @Nullable
    TrackedConnection of(Headers packet) {
        boolean towards = served.contains(packet.destinationHigh(), packet.destinationLow(), packet.destinationPort());
        boolean back = served.contains(packet.sourceHigh(), packet.sourceLow(), packet.sourcePort());
        if (towards && back) {
            // an ephemeral port that is also a served one: HBONE's own port decides
            towards = served.isHbone(packet.destinationPort()) || !served.isHbone(packet.sourcePort());
        }
        if (towards) {
            direction = Direction.CLIENT_TO_SERVER;
            return connection(packet);
        }
        if (back) {
            direction = Direction.SERVER_TO_CLIENT;
            return connection(packet);
        }
        return null;
    }

    Direction direction() {
        return direction;
    }

    private @Nullable TrackedConnection connection(Headers packet) {
        int slot = slotOf(live, TrackedConnection.hash(packet), packet);
        TrackedConnection known = live[slot];
        TrackedConnection life = known == null ? null : known.lifeOf(packet, direction);
        if (life != null) {
            return life;
        }
        if (!admits(packet)) {
            return null;
        }
        TrackedConnection opened = factory.open(direction);
        live[slot] = opened;
        if (known != null) {
            opened.follows(known);
            ended.add(known);
        } else {
            size++;
            growWhenHalfFull();
        }
        return opened;
    }

    /** Whether there is room for one more connection for the owner of this packet. */
    private boolean admits(Headers packet) {
        boolean room = size + ended.size() < MAX_CONNECTIONS;
        return switch (ends.whose(packet)) {
            case OWN, UNRELATED -> {
                refused += room ? 0 : 1;
                yield room;
            }
            case PERHAPS_OWN -> {
                boolean admitted = room
                        && perhapsOwn < MAX_PERHAPS_OWN
                        && ofAddress.of(ends.otherHigh(), ends.otherLow()) < mostOfOneAddress;
                perhapsOwn += count(admitted);
                yield admitted;
            }
            case STRANGERS -> {
                boolean admitted = room && strangers < MAX_STRANGERS;
                strangers += count(admitted);
                yield admitted;
            }
        };
    }

    private int count(boolean admitted) {
        AddressCounts counts = admitted ? ofAddress : refusedOfAddress;
        counts.add(ends.otherHigh(), ends.otherLow(), 1);
        return admitted ? 1 : 0;
    }

    private int slotOf(@Nullable TrackedConnection[] table, int hash, Headers packet) {
        int mask = table.length - 1;
        int slot = hash & mask;
        TrackedConnection connection = table[slot];
        while (connection != null && !connection.isOf(packet, direction)) {
            collisions++;
            slot = slot + 1 & mask;
            connection = table[slot];
        }
        return slot;
    }

    private void growWhenHalfFull() {
        if (size * 2 <= live.length) {
            return;
        }
        @Nullable TrackedConnection[] larger = new TrackedConnection[live.length * 2];
        int mask = larger.length - 1;
        for (TrackedConnection connection : live) {
            if (connection != null) {
                int slot = connection.hash() & mask;
                while (larger[slot] != null) {
                    slot = slot + 1 & mask;
                }
                larger[slot] = connection;
            }
        }
        live = larger;
    }

    /**
     * Packets of the plan's connections beyond what can be followed.
     *
     * @param clients that the plan did not know when this began
     */
    long refused(Collection<IpAddress> clients) {
        return refused + (ends.areClientsUnknown() ? refusedOfAddress.atMostOf(clients) : 0);
    }

    /** Who has the most packets of connections that could not be followed. */
    String loudest() {
        return refusedOfAddress.loudest();
    }

    /** Whether both ends of it were the plan's when this began. */
    boolean isOwn(TrackedConnection tracked) {
        return ends.isOwn(tracked.client());
    }

    /** Places looked at without success. */
    long collisions() {
        return collisions;
    }

    /** All connections, in the order of their first packets. */
    List<TrackedConnection> all() {
        List<TrackedConnection> all = new ArrayList<>(ended);
        for (TrackedConnection connection : live) {
            if (connection != null) {
                all.add(connection);
            }
        }
        all.sort(Comparator.comparingLong(TrackedConnection::order));
        return all;
    }
}
