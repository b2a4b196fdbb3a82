package io.ambientprober.traffic;

import io.ambientprober.wire.IpAddress;
import java.nio.ByteBuffer;

/** IP packets; checksums are left at zero, as offloads leave them wrong. */
public final class Packets {
    private Packets() {}

    public static byte[] ip(IpAddress source, IpAddress destination, int protocol, byte[] payload) {
        byte[] header = source.isV4()
                ? ByteBuffer.allocate(20)
                        .put((byte) 0x45)
                        .putShort(2, (short) (20 + payload.length))
                        .put(8, (byte) 64)
                        .put(9, (byte) protocol)
                        .putInt(12, (int) source.low())
                        .putInt(16, (int) destination.low())
                        .array()
                : ByteBuffer.allocate(40)
                        .put((byte) 0x60)
                        .putShort(4, (short) payload.length)
                        .put(6, (byte) protocol)
                        .put(7, (byte) 64)
                        .putLong(8, source.high())
                        .putLong(16, source.low())
                        .putLong(24, destination.high())
                        .putLong(32, destination.low())
                        .array();
        return Numbers.join(header, payload);
    }

    public static byte[] tcp(
            IpAddress source,
            int sourcePort,
            IpAddress destination,
            int destinationPort,
            int sequence,
            int acknowledgement,
            int flags,
            byte[] payload) {
        byte[] header = ByteBuffer.allocate(20)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(acknowledgement)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 0xFFFF)
                .array();
        return ip(source, destination, 6, Numbers.join(header, payload));
    }

    public static byte[] udp(
            IpAddress source, int sourcePort, IpAddress destination, int destinationPort, byte[] payload) {
        byte[] header = ByteBuffer.allocate(8)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) (8 + payload.length))
                .array();
        return ip(source, destination, 17, Numbers.join(header, payload));
    }
}
