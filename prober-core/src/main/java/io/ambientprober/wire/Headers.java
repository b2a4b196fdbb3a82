package io.ambientprober.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@link PacketDecoder} read from one packet: the innermost headers, and the tunnels around them. A flyweight that the next
 * decoding overwrites; offsets point into {@link #data()}.
 */
public final class Headers {
    /** Tunnels in tunnels that are followed; more is treated as payload of the innermost one followed. */
    static final int MAX_TUNNELS = 8;

    /** How far a packet was understood. */
    public enum Kind {
        /** No IP packet, or its header is cut off. */
        NOT_IP,
        /** IP, and neither a whole TCP nor UDP header: another protocol, a fragment, or a header that is cut off. */
        IP,
        UDP,
        TCP
    }

    // RFC 9293, section 3.1
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    byte[] data = new byte[0];
    Kind kind = Kind.NOT_IP;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int protocol;
    int sourcePort;
    int destinationPort;
    int sequence;
    int acknowledgement;
    int flags;
    int payloadAt;
    int payloadCaptured;
    int payloadLength;
    int tunnels;
    final Encapsulation[] tunnel = new Encapsulation[MAX_TUNNELS];
    final long[] tunnelId = new long[MAX_TUNNELS];
    boolean reassembled;
    boolean wireGuard;
    boolean esp;
    boolean loopback;
    int device;
    boolean outgoing;

    void reset(byte[] bytes, int at, int captured, int length) {
        data = bytes;
        kind = Kind.NOT_IP;
        sourceHigh = 0;
        sourceLow = 0;
        destinationHigh = 0;
        destinationLow = 0;
        protocol = 0;
        sourcePort = 0;
        destinationPort = 0;
        flags = 0;
        payload(at, captured, length);
        tunnels = 0;
        reassembled = false;
        wireGuard = false;
        esp = false;
        loopback = false;
    }

    void payload(int at, int captured, int length) {
        payloadAt = at;
        payloadCaptured = captured;
        payloadLength = length;
    }

    /** False where there are too many tunnels to follow one more. */
    boolean enter(Encapsulation kindOfTunnel, long id) {
        if (kindOfTunnel.label().isEmpty()) {
            return true;
        }
        if (tunnels == MAX_TUNNELS) {
            return false;
        }
        tunnel[tunnels] = kindOfTunnel;
        tunnelId[tunnels] = id;
        tunnels++;
        return true;
    }

    /** What the innermost packet is. */
    public Kind kind() {
        return kind;
    }

    /** The array that offsets point into: the packet's own, or that of a datagram put together from fragments. */
    public byte[] data() {
        return data;
    }

    /** The upper 64 bits of the source address, as in {@link IpAddress}. */
    public long sourceHigh() {
        return sourceHigh;
    }

    /** The lower 64 bits of the source address. */
    public long sourceLow() {
        return sourceLow;
    }

    /** The upper 64 bits of the destination address. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /** The lower 64 bits of the destination address. */
    public long destinationLow() {
        return destinationLow;
    }

    /** The innermost source; makes an object, unlike its two halves. */
    public IpAddress source() {
        return new IpAddress(sourceHigh, sourceLow);
    }

    /** The innermost destination; makes an object, unlike its two halves. */
    public IpAddress destination() {
        return new IpAddress(destinationHigh, destinationLow);
    }

    /** Whether the innermost addresses are IPv4. */
    public boolean isV4() {
        return kind != Kind.NOT_IP && IpAddress.isV4(sourceHigh, sourceLow);
    }

    /** 0 where the transport has no ports. */
    public int sourcePort() {
        return sourcePort;
    }

    /** 0 where the transport has no ports. */
    public int destinationPort() {
        return destinationPort;
    }

    /** IANA protocol number of the innermost packet. */
    public int protocol() {
        return protocol;
    }

    /** Of a TCP header. */
    public int sequence() {
        return sequence;
    }

    /** Of a TCP header; says nothing without {@link #ACK}. */
    public int acknowledgement() {
        return acknowledgement;
    }

    /** Of a TCP header, all of these: {@link #SYN} and the others. */
    public boolean has(int allFlags) {
        return (flags & allFlags) == allFlags;
    }

    /** Of a TCP header, any of these. */
    public boolean hasAny(int someFlags) {
        return (flags & someFlags) != 0;
    }

    /** Where the transport's payload begins in {@link #data()}, in bytes. */
    public int payloadAt() {
        return payloadAt;
    }

    /** Payload bytes that were captured. */
    public int payloadCaptured() {
        return payloadCaptured;
    }

    /** Payload bytes on the wire, by the IP header. */
    public int payloadLength() {
        return payloadLength;
    }

    /** The packet completed a fragmented datagram: {@link #data()} is the datagram, not the packet. */
    public boolean isReassembled() {
        return reassembled;
    }

    /** UDP that looks like WireGuard's messages: encrypted between nodes, and not read further. */
    public boolean isWireGuard() {
        return wireGuard;
    }

    /** IPsec ESP (RFC 4303): encrypted between nodes, and not read further. */
    public boolean isEsp() {
        return esp;
    }

    /** The index of the device that showed the packet, on its node; 0 where the capture does not say. */
    public int device() {
        return device;
    }

    /** The device was sending the packet; false also where the capture does not say. */
    public boolean isOutgoing() {
        return outgoing;
    }

    /** Captured on a loopback device, which is not a wire. */
    public boolean isLoopback() {
        return loopback;
    }

    /** The tunnels around the innermost packet, outermost first, for example {@code vxlan 42}. */
    public List<String> tunnelNames() {
        List<String> names = new ArrayList<>(tunnels);
        for (int i = 0; i < tunnels; i++) {
            String label = tunnel[i].label();
            names.add(tunnelId[i] == EncapsulationHeader.NO_ID ? label : label + " " + tunnelId[i]);
        }
        return names;
    }
}
