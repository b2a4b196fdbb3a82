package io.ambientprober.wire;

/**
 * One captured packet. The object and the array behind it belong to the reader and hold until its next read: a flyweight, so that
 * reading allocates nothing per packet.
 */
public final class Packet {
    byte[] data = new byte[0];
    int offset;
    int captured;
    int length;
    long timeNanos;
    LinkType linkType = LinkType.ETHERNET;
    int device;
    boolean tokenless;
    Loopback.Named deviceName = Loopback.Named.NOT;
    long number;

    /** Points this packet at bytes that the caller keeps unchanged until the packet was read. */
    public void set(byte[] data, int offset, int captured, int length, long timeNanos, LinkType linkType, int device) {
        this.data = data;
        this.offset = offset;
        this.captured = captured;
        this.length = length;
        this.timeNanos = timeNanos;
        this.linkType = linkType;
        this.device = device;
        tokenless = false;
        deviceName = Loopback.Named.NOT;
    }

    /** Nothing but zeros was captured, or nothing at all: room that a writer kept, and no packet. */
    public boolean isZero() {
        return Bytes.areZero(data, offset, offset + captured);
    }

    /** The packet's place in its capture, from 1. */
    public void number(long number) {
        this.number = number;
    }

    /** No token of the run that the reader was told of stands in this packet; false says nothing. */
    public boolean isTokenless() {
        return tokenless;
    }

    /** Holds the captured bytes from {@link #offset()} on, and perhaps others; valid until the next packet. */
    public byte[] data() {
        return data;
    }

    /** Where the link-layer header begins in {@link #data()}. */
    public int offset() {
        return offset;
    }

    /** Bytes captured, at most {@link #length()}. */
    public int captured() {
        return captured;
    }

    /** Bytes on the wire. */
    public int length() {
        return length;
    }

    /** Nanoseconds since 1970. */
    public long timeNanos() {
        return timeNanos;
    }

    /** What the bytes begin with. */
    public LinkType linkType() {
        return linkType;
    }

    /** The capture's own number of the device (pcapng interface, from 0), or 0. */
    public int device() {
        return device;
    }

    /** The packet's place in its capture, from 1. */
    public long number() {
        return number;
    }
}
