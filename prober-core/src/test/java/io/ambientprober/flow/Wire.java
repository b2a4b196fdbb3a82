package io.ambientprober.flow;

import io.ambientprober.traffic.Numbers;
import io.ambientprober.traffic.Packets;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.nio.ByteBuffer;
import java.util.List;

/** Shows a counter packets as devices of a node do, a microsecond each. */
final class Wire {
    private static final int OUTGOING = 4; // linux/if_packet.h
    private static final int ETHERNET = 1; // linux/if_arp.h
    private static final int LOOPBACK = 772;

    private final FlowCounter counter;
    private final PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
    private long nanos = 1_785_000_000_000_000_000L;

    Wire(FlowCounter counter) {
        this.counter = counter;
    }

    /** A device, and the direction in which a packet crosses it. */
    record Crossing(int device, boolean outgoing) {
        static Crossing in(int device) {
            return new Crossing(device, false);
        }

        static Crossing out(int device) {
            return new Crossing(device, true);
        }
    }

    void later(int seconds) {
        nanos += seconds * 1_000_000_000L;
    }

    long nanos() {
        return nanos;
    }

    void ip(byte[] ip, Crossing crossing) {
        show(ip, crossing, ETHERNET);
    }

    void loopback(byte[] ip) {
        show(ip, Crossing.in(1), LOOPBACK);
    }

    private void show(byte[] ip, Crossing crossing, int hardware) {
        int type = (ip[0] >>> 4) == 4 ? 0x0800 : 0x86DD;
        byte[] cooked = ByteBuffer.allocate(20)
                .putShort(0, (short) type)
                .putInt(4, crossing.device())
                .putShort(8, (short) hardware)
                .put(10, (byte) (crossing.outgoing() ? OUTGOING : 0))
                .array();
        byte[] data = Numbers.join(cooked, ip);
        Packet packet = new Packet();
        nanos += 1000;
        packet.set(data, 0, data.length, data.length, nanos, LinkType.LINUX_SLL2, 0);
        counter.accept(decoder.decode(packet), nanos);
    }

    /** One side's packets of a connection: its address and port, the other's, and the devices that each packet crosses. */
    record Side(Wire wire, IpAddress from, int port, IpAddress to, int toPort, List<Crossing> crossings) {
        void send(int flags, int sequence, int acknowledgement, byte[] payload) {
            byte[] ip = Packets.tcp(from, port, to, toPort, sequence, acknowledgement, flags, payload);
            for (Crossing crossing : crossings) {
                wire.ip(ip, crossing);
            }
        }
    }
}
