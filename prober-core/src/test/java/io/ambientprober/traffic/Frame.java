package io.ambientprober.traffic;

import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One captured packet that outlives its reader; nobody changes its bytes. Used by one thread at a time. */
public final class Frame {
    private final long timeNanos;
    private final LinkType linkType;
    private final int device;
    private final byte[] data;
    private final int length;
    private boolean decoded;
    private @Nullable Segment segment;

    /** @param length bytes on the wire, at least as many as in {@code data} */
    public Frame(long timeNanos, LinkType linkType, int device, byte[] data, int length) {
        this.timeNanos = timeNanos;
        this.linkType = linkType;
        this.device = device;
        this.data = data;
        this.length = length;
    }

    public static Frame of(Packet packet) {
        byte[] data = Arrays.copyOfRange(packet.data(), packet.offset(), packet.offset() + packet.captured());
        return new Frame(packet.timeNanos(), packet.linkType(), packet.device(), data, packet.length());
    }

    public Frame at(long otherTimeNanos) {
        return new Frame(otherTimeNanos, linkType, device, data, length);
    }

    public Frame with(byte[] otherData, int otherLength) {
        return new Frame(timeNanos, linkType, device, otherData, otherLength);
    }

    public Frame with(LinkType otherLinkType, byte[] otherData, int otherLength) {
        return new Frame(timeNanos, otherLinkType, device, otherData, otherLength);
    }

    /** What a capture with this snap length would hold of it. */
    public Frame snapped(int snapLength) {
        return snapLength >= data.length ? this : with(Arrays.copyOf(data, snapLength), length);
    }

    /** Decoded once, as {@link Segment#of}. */
    @Nullable
    Segment segment() {
        if (!decoded) {
            segment = Segment.read(this);
            decoded = true;
        }
        return segment;
    }

    public long timeNanos() {
        return timeNanos;
    }

    public LinkType linkType() {
        return linkType;
    }

    public int device() {
        return device;
    }

    public byte[] data() {
        return data;
    }

    public int captured() {
        return data.length;
    }

    public int length() {
        return length;
    }
}
