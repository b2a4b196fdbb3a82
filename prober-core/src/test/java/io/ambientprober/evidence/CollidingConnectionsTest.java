package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.FlowHash;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.TcpConversation;
import io.ambientprober.wire.TokenScanner;
import io.ambientprober.wire.VxlanPorts;
import io.ambientprober.wire.WaitingBudget;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strangers choose their addresses and ports; what they cost must not grow with how cleverly. */
final class CollidingConnectionsTest {
    private static final int CONNECTIONS = 150_000;
    private static final Plan PLAN = Scenario.all().getFirst().scene().plan();
    private static final IpAddress SERVER =
            PLAN.paths().getFirst().server().ips().getFirst();
    private static final IpAddress CLIENT =
            PLAN.paths().getFirst().client().ips().getFirst();

    /** Families of addresses that collide under hashes that are common. */
    enum Family {
        /** Those whose halves have one sum. */
        SUM {
            @Override
            IpAddress address(int i) {
                return new IpAddress(0x2001_0db8_0000_0000L + i, 0x4000_0000_0000_0000L - i);
            }
        },
        /** Those for which 31 times a half outweighs the other. */
        WEIGHTED_SUM {
            @Override
            IpAddress address(int i) {
                return new IpAddress(0x2001_0db8_0000_0000L + i, 0x4000_0000_0000_0000L - 31L * i);
            }
        },
        /** Those of one {@code Long.hashCode}. */
        FOLDED {
            @Override
            IpAddress address(int i) {
                return new IpAddress(0x2001_0db8_0000_0000L, ((long) i << 32) | i);
            }
        },
        NEIGHBOURS {
            @Override
            IpAddress address(int i) {
                return new IpAddress(0x2001_0db8_0000_0000L, i);
            }
        },
        STRIDES {
            @Override
            IpAddress address(int i) {
                return new IpAddress(0x2001_0db8_0000_0000L + ((long) i << 17), (long) i << 40);
            }
        };

        abstract IpAddress address(int i);
    }

    private final Packet packet = new Packet();
    private final PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
    private final TokenScanner scanner = new TokenScanner(PLAN.run());
    private final WaitingBudget budget = new WaitingBudget();

    @ParameterizedTest
    @EnumSource
    void noFamilyOfAddressesIsDear(Family family) {
        Headers headers = decoder.decode(packet);
        Conversations conversations = new Conversations(withoutClients(), direction -> opened(headers, direction));

        for (int i = 0; i < CONNECTIONS; i++) {
            conversations.of(syn(family.address(i)));
            assertThat(conversations.collisions()).isLessThanOrEqualTo(1000 + 4L * i);
        }

        assertThat(conversations.refused(Set.of())).isPositive();
        assertThat(conversations.collisions()).as("a few, by chance").isPositive();
    }

    private static Plan withoutClients() {
        List<ProbePath> paths = PLAN.paths().stream()
                .map(path -> new ProbePath(
                        path.id(),
                        path.name(),
                        path.expect(),
                        new ProbePath.Client("", "", path.client().node(), List.of(), false),
                        path.server(),
                        path.service(),
                        path.waypoint(),
                        path.canary(),
                        null,
                        null))
                .toList();
        return new Plan(PLAN.run(), PLAN.hbonePort(), PLAN.policies(), paths, List.of());
    }

    @Test
    void noStrangerTakesAPlaceInTheTableOfThePlansOwn() {
        Headers headers = decoder.decode(packet);
        Conversations conversations = new Conversations(PLAN, direction -> opened(headers, direction));
        for (int i = 0; i < CONNECTIONS; i++) {
            conversations.of(syn(Family.SUM.address(i)));
        }

        for (int port = 1; port <= 50_000; port++) {
            assertThat(conversations.of(segment(CLIENT, port, SERVER, 15008))).isNotNull();
        }

        assertThat(conversations.refused(Set.of())).isZero();
    }

    @Test
    void whoMayBeAClientHasItsOwnPlaceInTheTableAndNoMore() {
        Headers headers = decoder.decode(packet);
        Conversations conversations = new Conversations(withoutClients(), direction -> opened(headers, direction));
        IpAddress loud = Family.SUM.address(1);
        for (int port = 1; port <= 40_000; port++) {
            conversations.of(segment(loud, port, SERVER, 15008));
        }

        assertThat(conversations.all()).hasSizeLessThan(1000);
        for (int port = 1; port <= 64; port++) {
            assertThat(conversations.of(segment(CLIENT, port, SERVER, 15008))).isNotNull();
        }
        assertThat(conversations.refused(Set.of(CLIENT))).isZero();
        assertThat(conversations.refused(Set.of(loud))).isGreaterThan(39_000);
        assertThat(conversations.loudest()).endsWith(" of " + loud);
    }

    @Test
    void aConnectionIsOneInBothDirections() {
        IpAddress stranger = Family.SUM.address(1);
        int there = FlowHash.connection(segment(stranger, 40_000, SERVER, 15008));

        assertThat(FlowHash.connection(segment(SERVER, 15008, stranger, 40_000)))
                .isEqualTo(there);
        assertThat(FlowHash.connection(segment(stranger, 15008, SERVER, 40_000)))
                .isNotEqualTo(there);
    }

    private TrackedConnection opened(Headers headers, Direction direction) {
        return new TrackedConnection(
                headers, direction, new TcpConversation(scanner, ignored -> {}, budget), new PacketRef("t", 1, 1), 1);
    }

    private Headers syn(IpAddress from) {
        return segment(from, 40_000, SERVER, 15008);
    }

    private Headers segment(IpAddress from, int fromPort, IpAddress to, int toPort) {
        ByteBuffer bytes = ByteBuffer.allocate(60);
        bytes.putInt(6 << 28).putShort((short) 20).put((byte) 6).put((byte) 64);
        bytes.putLong(from.high()).putLong(from.low()).putLong(to.high()).putLong(to.low());
        bytes.putShort((short) fromPort)
                .putShort((short) toPort)
                .putLong(0)
                .put((byte) 0x50)
                .put((byte) 2);
        packet.set(bytes.array(), 0, 60, 60, 1, LinkType.RAW, 0);
        return decoder.decode(packet);
    }
}
