package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.evidence.json.NodeEvidenceJson;
import io.ambientprober.plan.Plan;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.IpNumbers;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.VxlanPorts;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An answer is never larger than what is read of one: who forges a client's connections costs packets, with a name to them. */
class AnswerRoomTest {
    private static final IpAddress CLIENT = IpAddress.parse("10.1.1.2");
    private static final String SERVER = "10.1.2.2";
    private static final int SYN = 2;
    private static final int MANY = 200;

    private final NodeEvidence all = evidence();

    private static NodeEvidence evidence() {
        Plan plan = Plans.withoutClients(SERVER);
        NodeObserver observer = new NodeObserver(plan, Plans.NODE, List.of(Plans.NODE), VxlanPorts.usual());
        Packet packet = new Packet();
        for (int i = 0; i < MANY; i++) {
            byte[] syn = Packets.ipv4(CLIENT.toString(), SERVER, IpNumbers.TCP, syn(20_000 + i));
            packet.set(syn, 0, syn.length, syn.length, 1, LinkType.RAW, 0);
            packet.number(i + 1);
            observer.accept(0, packet);
            observer.accept(0, packet);
        }
        return observer.finish(Set.of(CLIENT));
    }

    private static byte[] syn(int fromPort) {
        byte[] segment = new byte[20];
        ByteBuffer.wrap(segment)
                .putShort((short) fromPort)
                .putShort((short) 15_008)
                .putInt(99)
                .putInt(0)
                .putShort((short) (5 << 12 | SYN));
        return segment;
    }

    @Test
    void changesNothingWhereAllFits() {
        assertThat(all.connections()).hasSize(MANY);
        assertThat(AnswerRoom.fit(all, 1 << 20)).isSameAs(all);
    }

    @Test
    void countsWhatDoesNotFitAndSaysWhoseItIs() {
        long most = NodeEvidenceJson.size(all) / 2;
        NodeEvidence fitting = AnswerRoom.fit(all, most);

        int left = MANY - fitting.connections().size();
        assertThat(left).isBetween(MANY / 3, MANY - 1);
        assertThat(fitting.connections())
                .isEqualTo(all.connections().subList(0, fitting.connections().size()));
        assertThat(fitting.taps().getFirst().dropped()).isEqualTo(2L * left);
        assertThat(fitting.taps().getFirst().notes())
                .containsExactly("more connections than an answer holds: " + 2 * left
                        + " packets were not judged, the most of them (" + 2 * left + ") of " + CLIENT);
        assertThat(NodeEvidenceJson.size(fitting.withTaps(all.taps()))).isLessThanOrEqualTo(most);
    }

    @Test
    void aSmallConnectionDoesNotPassALargeOneThatHadNoRoom() {
        NodeEvidence none = AnswerRoom.fit(all, 1);

        assertThat(none.connections()).isEmpty();
        assertThat(all.connections()).extracting(Connection::packets).containsOnly(2L);
        assertThat(none.taps().getFirst().dropped()).isEqualTo(2L * MANY);
    }
}
