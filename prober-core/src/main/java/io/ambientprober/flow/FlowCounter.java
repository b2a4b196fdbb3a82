package io.ambientprober.flow;

import io.ambientprober.wire.EndTable;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.Headers.Kind;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.IpNumbers;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the TCP of some addresses of a node from its packets, each connection once, whatever devices show it. What it holds is bounded; what
 * there is no room for is counted. Of payload it looks at the first bytes of a connection, in place, and keeps what they look like.
 *
 * <p>Used by one thread.
 */
public final class FlowCounter {
    public static final int MAX_CONNECTIONS = 16_384;
    public static final int MAX_PAIRS = 10_000;

    private final int hbonePort;
    private final int sample;
    private final Connections connections;
    private final PairSums pairs;
    /** The same object for every packet. */
    private final Consumer<CountedConnection> finished;

    private EndTable local = EndTable.of(List.of());
    private Collection<IpAddress> addresses = List.of();
    /** By place in the table of addresses; 0 where it is not known. */
    private int[] devices = new int[local.places()];

    /** By the same place: whether a packet that it sent was shown as it came in. */
    private boolean[] sent = new boolean[local.places()];

    private long packets;
    /** Packets that could not be read, or for whose connection there was no room. */
    private long dropped;

    /**
     * Counts nothing yet, for want of addresses.
     *
     * @param hbonePort the server's end of what is HBONE
     * @param sample of packets of HBONE without SYN, FIN or RST, one in so many is shown
     */
    public FlowCounter(int hbonePort, int sample) {
        this(hbonePort, sample, MAX_CONNECTIONS, MAX_PAIRS);
    }

    FlowCounter(int hbonePort, int sample, int maxConnections, int maxPairs) {
        this.hbonePort = hbonePort;
        this.sample = sample;
        connections = new Connections(maxConnections);
        pairs = new PairSums(maxPairs, hbonePort);
        finished = pairs::add;
    }

    /** Goes on with these addresses of the node, of whose devices nothing is known; what was counted of others stays. */
    public void local(Collection<IpAddress> now) {
        EndTable before = local;
        boolean[] knownSent = sent;
        addresses = List.copyOf(now);
        local = EndTable.of(now);
        devices = new int[local.places()];
        sent = new boolean[local.places()];
        for (IpAddress address : addresses) {
            if (before.contains(address.high(), address.low(), 0)) {
                sent[local.place(address.high(), address.low(), 0)] =
                        knownSent[before.place(address.high(), address.low(), 0)];
            }
        }
    }

    /**
     * Says by which device the packets of an address come in.
     *
     * @param device its index, as packets have it
     */
    public void device(IpAddress address, int device) {
        if (local.contains(address.high(), address.low(), 0)) {
            devices[local.place(address.high(), address.low(), 0)] = device;
        }
    }

    /** Counts a packet, if it is of these addresses and of TCP. */
    public void accept(Headers packet, long timeNanos) {
        packets++;
        boolean sends = local.contains(packet.sourceHigh(), packet.sourceLow(), 0);
        boolean mayCount = sends || local.contains(packet.destinationHigh(), packet.destinationLow(), 0);
        if (!mayCount || packet.isLoopback() || packet.protocol() != IpNumbers.TCP) {
            return;
        }
        if (packet.kind() == Kind.TCP) {
            count(packet, sends && !packet.isOutgoing() && cameInByOwnDevice(packet), timeNanos);
        } else {
            dropped++;
        }
    }

    private boolean cameInByOwnDevice(Headers packet) {
        int place = local.place(packet.sourceHigh(), packet.sourceLow(), 0);
        sent[place] = true;
        return packet.device() != 0 && devices[place] == packet.device();
    }

    private void count(Headers packet, boolean own, long timeNanos) {
        CountedConnection connection = known(packet, own);
        if (connection == null) {
            connection = begun(packet, own, timeNanos);
        }
        if (connection != null) {
            boolean fromClient = connections.isFromClient();
            connection.packet(packet, fromClient, own && fromClient, standsFor(packet), timeNanos);
        }
    }

    private @Nullable CountedConnection known(Headers packet, boolean own) {
        Tuple tuple = connections.find(packet);
        if (tuple == null) {
            return null;
        }
        boolean opens = packet.has(Headers.SYN) && !packet.has(Headers.ACK);
        // a server's SYN of its own between the same ports as well
        boolean again = opens && (!connections.isFromClient() || tuple.connection.isOver(packet.sequence(), own));
        if (!again) {
            return tuple.connection;
        }
        finished.accept(tuple.connection);
        connections.remove(tuple.connection);
        return null;
    }

    /** Null when nothing begins with this packet, or there is no room. */
    private @Nullable CountedConnection begun(Headers packet, boolean own, long timeNanos) {
        boolean syn = packet.has(Headers.SYN);
        if (!syn && packet.payloadLength() == 0 || packet.has(Headers.RST)) {
            return null;
        }
        if (!connections.hasRoom(timeNanos, finished)) {
            dropped++;
            return null;
        }
        boolean fromClient = isFromClient(packet);
        CountedConnection translated = syn ? translated(packet, fromClient) : null;
        if (translated == null) {
            CountedConnection connection = new CountedConnection();
            connections.add(connection, packet, fromClient, true);
            return connection;
        }
        // the client's own device shows what it dialled, others what that became
        boolean dialled = own && fromClient && !translated.isOpenedByOwnDevice();
        connections.add(translated, packet, fromClient, !dialled);
        return translated;
    }

    /** Where no SYN says it, the HBONE port is a server's, else the lower one. */
    private boolean isFromClient(Headers packet) {
        if (packet.has(Headers.SYN)) {
            return !packet.has(Headers.ACK);
        }
        int to = packet.destinationPort();
        return packet.sourcePort() != hbonePort && (to == hbonePort || to < packet.sourcePort());
    }

    /** What the same client opened with the same number between other ends: the number is as good as random (RFC 6528). */
    private @Nullable CountedConnection translated(Headers packet, boolean fromClient) {
        return fromClient
                ? connections.opened(packet.sourceHigh(), packet.sourceLow(), packet.sourcePort(), packet.sequence())
                : connections.opened(
                        packet.destinationHigh(),
                        packet.destinationLow(),
                        packet.destinationPort(),
                        packet.acknowledgement() - 1);
    }

    private int standsFor(Headers packet) {
        boolean sampled = (packet.sourcePort() == hbonePort || packet.destinationPort() == hbonePort)
                && !packet.hasAny(Headers.SYN | Headers.FIN | Headers.RST);
        return sampled ? sample : 1;
    }

    /** Packets that it was shown, whatever they were. */
    public long packets() {
        return packets;
    }

    /** Packets that could not be read or had no room, and connections whose pair had none. */
    public long dropped() {
        return dropped + pairs.left();
    }

    /** Of the addresses now, those whose device is not known, and of which no packet was seen to come in. */
    public List<IpAddress> unseen() {
        return addresses.stream()
                .filter(address -> isUnseen(local.place(address.high(), address.low(), 0)))
                .sorted()
                .toList();
    }

    private boolean isUnseen(int place) {
        return devices[place] == 0 && !sent[place];
    }

    /** Ends the count. */
    public List<FlowCount> finish() {
        connections.forEach(finished);
        return pairs.counts();
    }
}
