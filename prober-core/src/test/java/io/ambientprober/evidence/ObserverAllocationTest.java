package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ambientprober.plan.Plan;
import io.ambientprober.traffic.Frame;
import io.ambientprober.traffic.Links;
import io.ambientprober.traffic.Numbers;
import io.ambientprober.traffic.Packets;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Segment;
import io.ambientprober.traffic.Tls;
import io.ambientprober.traffic.Tunnel;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.Token;
import io.ambientprober.wire.VxlanPorts;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A million packets pass an observer, and it asks for no memory for any of them. */
class ObserverAllocationTest {
    private static final int PACKETS = 1_000_000;
    private static final int WARM_UP = 100_000;
    /** For what grows with connections and notes, not with packets. */
    private static final long ALLOWED_BYTES = 64 * 1024;

    private static final IpAddress STRANGER = IpAddress.parse("198.51.100.7");
    private static final Plan PLAN = Scenario.all().getFirst().scene().plan();
    private static final IpAddress CLIENT =
            PLAN.paths().getFirst().client().ips().getFirst();
    private static final IpAddress SERVER =
            PLAN.paths().getFirst().server().ips().getFirst();

    enum Traffic {
        HBONE {
            @Override
            Frame first(RandomGenerator random) {
                return tcp(CLIENT, SERVER, 15008, Tls.applicationData(random(1050, random)));
            }
        },
        HBONE_IN_VXLAN {
            @Override
            Frame first(RandomGenerator random) {
                return Tunnel.VXLAN.around(HBONE.first(random), random);
            }
        },
        CLEAR {
            @Override
            Frame first(RandomGenerator random) {
                byte[] token = new Token(PLAN.run(), 1, 7, Direction.CLIENT_TO_SERVER).bytes();
                return tcp(CLIENT, SERVER, 8080, Numbers.join(token, token, token, token));
            }
        },
        /** Every segment ends within a token. */
        CLEAR_ACROSS_BORDERS {
            @Override
            Frame first(RandomGenerator random) {
                byte[] token = new Token(PLAN.run(), 1, 7, Direction.CLIENT_TO_SERVER).bytes();
                byte[] half = Arrays.copyOfRange(token, 16, 32);
                return tcp(CLIENT, SERVER, 8080, Numbers.join(half, token, Arrays.copyOf(token, 16)));
            }
        },
        FOREIGN_TCP {
            @Override
            Frame first(RandomGenerator random) {
                return tcp(CLIENT, STRANGER, 443, random(1000, random));
            }
        },
        FOREIGN_TOKEN_BEGINNINGS {
            @Override
            Frame first(RandomGenerator random) {
                byte[] token = new Token(PLAN.run(), 1, 7, Direction.CLIENT_TO_SERVER).bytes();
                return tcp(STRANGER, STRANGER, 443, Arrays.copyOf(token, 20));
            }
        },
        FOREIGN_UDP {
            @Override
            Frame first(RandomGenerator random) {
                return ethernet(Packets.udp(STRANGER, 53, CLIENT, 5353, random(300, random)));
            }
        };

        abstract Frame first(RandomGenerator random);
    }

    @ParameterizedTest
    @EnumSource(Traffic.class)
    void allocatesNothingPerPacket(Traffic traffic) {
        NodeObserver observer = new NodeObserver(PLAN, "node-1", List.of("tap"), VxlanPorts.usual());
        Sender sender = new Sender(observer, traffic.first(Seeds.random(traffic)));
        sender.send(WARM_UP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        sender.send(PACKETS);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOWED_BYTES);
    }

    /** Sends the same segment over and over, each right behind the one before. */
    private static final class Sender {
        private final NodeObserver observer;
        private final byte[] data;
        private final int sequenceAt;
        private final int step;
        private final Packet packet = new Packet();
        private long number;
        private int sequence = -5_000_000;

        Sender(NodeObserver observer, Frame frame) {
            this.observer = observer;
            data = frame.data().clone();
            Segment segment = Segment.of(frame);
            sequenceAt = segment == null ? -1 : segment.sequenceAt();
            step = segment == null ? 0 : segment.payloadLength();
            packet.set(data, 0, data.length, data.length, 0, LinkType.ETHERNET, 0);
        }

        void send(int count) {
            for (int i = 0; i < count; i++) {
                if (sequenceAt >= 0) {
                    Numbers.i32(data, sequenceAt, sequence);
                    sequence += step;
                }
                packet.number(++number);
                observer.accept(0, packet);
            }
        }
    }

    private static Frame tcp(IpAddress from, IpAddress to, int port, byte[] payload) {
        return ethernet(Packets.tcp(from, 40_000, to, port, 0, 1, Segment.ACK, payload));
    }

    private static Frame ethernet(byte[] ip) {
        byte[] data = Numbers.join(Links.header(LinkType.ETHERNET, 0x0800), ip);
        return new Frame(0, LinkType.ETHERNET, 0, data, data.length);
    }

    private static byte[] random(int length, RandomGenerator random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
