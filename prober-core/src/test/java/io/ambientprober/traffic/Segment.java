package io.ambientprober.traffic;

import io.ambientprober.wire.IpAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A frame read as a TCP segment, so that it can be cut and joined. Tunnels are looked into, but only the outermost IP is rewritten. */
public final class Segment {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    private static final int TCP = 6;
    private static final int UDP = 17;

    private final Frame frame;
    private final int ipAt;
    private final boolean tunnelled;
    private final int tcpAt;
    private final int payloadAt;
    private final int payloadLength;
    private @Nullable String flow;
    private @Nullable String connection;

    private Segment(Frame frame, int ipAt, boolean tunnelled, int tcpAt, int payloadAt, int payloadLength) {
        this.frame = frame;
        this.ipAt = ipAt;
        this.tunnelled = tunnelled;
        this.tcpAt = tcpAt;
        this.payloadAt = payloadAt;
        this.payloadLength = payloadLength;
    }

    /** Null when the frame is no TCP segment with a whole header, or a fragment. */
    public static @Nullable Segment of(Frame frame) {
        return frame.segment();
    }

    static @Nullable Segment read(Frame frame) {
        int at = Links.ipAt(frame);
        return at < 0 ? null : ip(frame, at, false);
    }

    private static @Nullable Segment ip(Frame frame, int at, boolean tunnelled) {
        byte[] data = frame.data();
        boolean v6 = (data[at] >>> 4 & 0xF) == 6;
        if (at + (v6 ? 40 : 20) > data.length) {
            return null;
        }
        int protocol = Numbers.u8(data, v6 ? at + 6 : at + 9);
        int transportAt = at + (v6 ? 40 : (data[at] & 0xF) * 4);
        int end = v6 ? transportAt + Numbers.u16(data, at + 4) : at + Numbers.u16(data, at + 2);
        if (!v6 && (Numbers.u16(data, at + 6) & 0x3FFF) != 0) {
            return null;
        }
        if (protocol == UDP && transportAt + 8 + 8 + 14 + 20 < data.length && isVxlan(data, transportAt)) {
            return ip(frame, transportAt + 8 + 8 + 14, true);
        }
        if (protocol != TCP || transportAt + 20 > data.length) {
            return null;
        }
        int payloadAt = transportAt + (data[transportAt + 12] >>> 4 & 0xF) * 4;
        return payloadAt < transportAt + 20 || payloadAt > end || end > at + frame.length()
                ? null
                : new Segment(frame, at, tunnelled, transportAt, payloadAt, end - payloadAt);
    }

    private static boolean isVxlan(byte[] data, int udpAt) {
        int port = Numbers.u16(data, udpAt + 2);
        int type = Numbers.u16(data, udpAt + 8 + 8 + 12);
        return (port == 4789 || port == 8472) && (type == Links.IPV4 || type == Links.IPV6);
    }

    public int flags() {
        return frame.data()[tcpAt + 13];
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    public int sequence() {
        return Numbers.i32(frame.data(), tcpAt + 4);
    }

    /** Where the sequence number stands in the frame. */
    public int sequenceAt() {
        return tcpAt + 4;
    }

    public int acknowledgement() {
        return Numbers.i32(frame.data(), tcpAt + 8);
    }

    public IpAddress source() {
        byte[] data = frame.data();
        int at = addressAt();
        return isV6()
                ? new IpAddress(Numbers.i64(data, at), Numbers.i64(data, at + 8))
                : IpAddress.v4(Numbers.i32(data, at));
    }

    IpAddress destination() {
        byte[] data = frame.data();
        int at = addressAt() + addressLength();
        return isV6()
                ? new IpAddress(Numbers.i64(data, at), Numbers.i64(data, at + 8))
                : IpAddress.v4(Numbers.i32(data, at));
    }

    public int sourcePort() {
        return Numbers.u16(frame.data(), tcpAt);
    }

    public int destinationPort() {
        return Numbers.u16(frame.data(), tcpAt + 2);
    }

    public int payloadLength() {
        return payloadLength;
    }

    /** What was captured of the payload. */
    public byte[] payload() {
        int end = Math.min(frame.captured(), payloadAt + payloadLength);
        return Arrays.copyOfRange(frame.data(), Math.min(payloadAt, end), end);
    }

    public Frame frame() {
        return frame;
    }

    /** Source address and port, and where to; the other direction has another one. */
    public String flow() {
        if (flow == null) {
            flow = from() + ">" + to();
        }
        return flow;
    }

    /** The same for both directions. */
    public String connection() {
        if (connection == null) {
            String one = from();
            String other = to();
            connection = one.compareTo(other) < 0 ? one + "-" + other : other + "-" + one;
        }
        return connection;
    }

    private String from() {
        return end(addressAt(), addressLength(), sourcePort());
    }

    private String to() {
        return end(addressAt() + addressLength(), addressLength(), destinationPort());
    }

    private String end(int at, int length, int port) {
        return Arrays.toString(Arrays.copyOfRange(frame.data(), at, at + length)) + ":" + port;
    }

    private boolean isV6() {
        return (frame.data()[ipAt] >>> 4 & 0xF) == 6;
    }

    private int addressAt() {
        return ipAt + (isV6() ? 8 : 12);
    }

    private int addressLength() {
        return isV6() ? 16 : 4;
    }

    /** Whether it can be cut and joined: payload, no SYN, no tunnel around it. */
    public boolean isPlainData() {
        return payloadLength > 0 && !has(SYN) && !tunnelled && payloadAt <= frame.captured();
    }

    public boolean isWhole() {
        return payloadAt + payloadLength <= frame.captured();
    }

    /** The segment of these payload bytes only; as many of them captured as there were. */
    public Frame slice(int from, int to) {
        byte[] payload = payload();
        byte[] data = Numbers.join(
                Arrays.copyOf(frame.data(), payloadAt),
                Arrays.copyOfRange(payload, Math.min(from, payload.length), Math.min(to, payload.length)));
        Numbers.i32(data, tcpAt + 4, sequence() + from);
        if (to < payloadLength) {
            data[tcpAt + 13] &= ~(FIN | PSH);
        }
        lengths(data, to - from);
        return frame.with(data, payloadAt + to - from);
    }

    /** The same segment with other bytes in another place of the stream. */
    Frame with(int sequence, int acknowledgement, byte[] payload) {
        byte[] data = Numbers.join(Arrays.copyOf(frame.data(), payloadAt), payload);
        Numbers.i32(data, tcpAt + 4, sequence);
        Numbers.i32(data, tcpAt + 8, acknowledgement);
        lengths(data, payload.length);
        return frame.with(data, data.length);
    }

    /** This segment and the one that follows it, as receive offload would pass them up; null when they do not fit together. */
    public @Nullable Frame joined(Segment following) {
        boolean fits = flow().equals(following.flow())
                && frame.device() == following.frame.device()
                && following.sequence() == sequence() + payloadLength
                && isWhole()
                && following.isWhole()
                && !has(FIN | RST)
                && payloadLength + following.payloadLength < 60_000;
        if (!fits) {
            return null;
        }
        byte[] data = Numbers.join(Arrays.copyOf(frame.data(), payloadAt + payloadLength), following.payload());
        data[tcpAt + 13] |= (byte) following.flags();
        Numbers.i32(data, tcpAt + 8, following.acknowledgement());
        lengths(data, payloadLength + following.payloadLength);
        return frame.with(data, data.length);
    }

    private void lengths(byte[] data, int payload) {
        if (isV6()) {
            Numbers.u16(data, ipAt + 4, payloadAt - ipAt - 40 + payload);
        } else {
            Numbers.u16(data, ipAt + 2, payloadAt - ipAt + payload);
        }
    }
}
