package io.ambientprober.agent.capture;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Packets made by hand, from the network header on. */
final class Packets {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;

    private Packets() {}

    static byte[] ipv4(String source, String destination, int protocol, byte[] payload) {
        return ipv4(source, destination, protocol, 0, 0, payload);
    }

    /** With so many bytes of options, and flags and offset as on the wire. */
    static byte[] ipv4(String source, String destination, int protocol, int options, int fragment, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + options + payload.length);
        packet.put((byte) (0x45 + options / 4)).put((byte) 0).putShort((short) packet.capacity());
        packet.putShort((short) 7).putShort((short) fragment);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.put(address(source)).put(address(destination)).put(new byte[options]);
        return packet.put(payload).array();
    }

    static byte[] ipv6(String source, String destination, int nextHeader, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.putInt(0x60000000).putShort((short) payload.length);
        packet.put((byte) nextHeader).put((byte) 64);
        return packet.put(address(source))
                .put(address(destination))
                .put(payload)
                .array();
    }

    static byte[] udp(int source, int destination, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) source).putShort((short) destination);
        return datagram.putShort((short) datagram.capacity())
                .putShort((short) 0)
                .put(payload)
                .array();
    }

    static byte[] tcp() {
        return new byte[20];
    }

    static byte[] vxlan(byte[] frame) {
        return ByteBuffer.allocate(8 + frame.length)
                .putInt(0x08000000)
                .putInt(42 << 8)
                .put(frame)
                .array();
    }

    static byte[] geneve(int options, byte[] frame) {
        return ByteBuffer.allocate(8 + options + frame.length)
                .put((byte) (options / 4))
                .put((byte) 0)
                .putShort((short) 0x6558)
                .putInt(42 << 8)
                .put(new byte[options])
                .put(frame)
                .array();
    }

    static byte[] ethernet(int etherType, byte[] payload) {
        return ByteBuffer.allocate(14 + payload.length)
                .put(new byte[12])
                .putShort((short) etherType)
                .put(payload)
                .array();
    }

    static byte[] extension(int next, byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .put((byte) next)
                .put(new byte[7])
                .put(payload)
                .array();
    }

    private static byte[] address(String literal) {
        return InetAddress.ofLiteral(literal).getAddress();
    }
}
