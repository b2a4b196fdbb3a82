package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Headers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections to where a plan's servers listen, found by both addresses and ports. */
final class Conversations {
    /** Connections followed on one node; a plan of 2,000 paths all in clear makes some 16,000. */
    private static final int MAX_CONNECTIONS = 65_536;

    /** Makes what follows a connection that the packet at hand belongs to. */
    interface Factory {
        TrackedConnection open(Direction direction);
    }

    private final ServedPorts served;
    private final Factory factory;
    private final List<TrackedConnection> ended = new ArrayList<>();
    private @Nullable TrackedConnection[] live = new TrackedConnection[1024];
    private int size;
    private long refused;
    private long collisions;
    private Direction direction = Direction.CLIENT_TO_SERVER;

    Conversations(ServedPorts served, Factory factory) {
        this.served = served;
        this.factory = factory;
    }

    /**
     * The connection of a TCP packet, and in {@link #direction()} which way it goes.
     *
     * @return null when it is none of the plan's
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
        if (size + ended.size() >= MAX_CONNECTIONS) {
            refused++;
            return known;
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

    /** Packets of connections beyond what can be followed. */
    long refused() {
        return refused;
    }

    /** Places looked at in vain. */
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
