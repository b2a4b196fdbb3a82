package io.ambientprober.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationsJsonTest {
    private static final IpAddress V4 = IpAddress.parse("10.1.1.2");
    private static final IpAddress V6 = IpAddress.parse("fd00::2");
    private static final PacketRef FIRST = new PacketRef("n1", 1, 1_790_000_000_123_456_789L);

    @Test
    void everything_arrives_as_it_was_sent() throws IOException {
        Observations sent = observations();

        assertThat(ObservationsJson.read("n1", "n1.pcapng", SentObservations.bytes(sent)))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"evidence\":{}}", "{\"evidence\":null,\"tap\":null}", "garbage"})
    void anything_else_is_refused(String json) {
        assertThatThrownBy(() -> ObservationsJson.read("n1", "n1.pcapng", json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    private static Observations observations() {
        TlsFacts tls = new TlsFacts(
                new ClientHello(List.of(0x0304), List.of(0x1302), List.of("h2"), null),
                new ServerHello(0x0304, 0x1302, null),
                true,
                false,
                false,
                List.of(new Alert(Direction.SERVER_TO_CLIENT, 2, 116)));
        return new Observations(
                new NodeEvidence(
                        "n1",
                        List.of(new TapReading("n1", 10, 1000, 1, 2, 0, List.of("a note"), List.of("a fault"))),
                        List.of(new ClearEvidence("0001", true, false, 3, 1, 0, List.of(sighting()))),
                        List.of(new LoopbackEvidence("0001", 4, FIRST)),
                        List.of(
                                connection(
                                        new Framing.Tls(
                                                true,
                                                4,
                                                new ApplicationData(
                                                        3, 2000, List.of(1, 2, 3), ApplicationData.Small.NONE)),
                                        new Framing.Empty(),
                                        tls),
                                connection(
                                        new Framing.NotTls("SSH", 7, "SSH-", 0),
                                        new Framing.Unaligned(9),
                                        TlsFacts.NONE)),
                        List.of(new NodeEncryption(NodeEncryption.Kind.ESP, 2, FIRST))),
                new Tap("n1", "n1", List.of("n1.pcapng"), "LINUX_SLL2", 10L, 12L, 0, 0, 0, List.of()));
    }

    private static Sighting sighting() {
        return new Sighting(
                "n1", 4, 9, 5, "tcp", V6, 40000, V4, 80, List.of("vxlan 42"), 3, Direction.CLIENT_TO_SERVER, "POST");
    }

    private static Connection connection(Framing fromClient, Framing fromServer, TlsFacts tls) {
        return new Connection(
                V4,
                40000,
                V6,
                15008,
                FIRST,
                FIRST,
                true,
                true,
                false,
                false,
                List.of(new CanaryRead("0001", 3, Direction.CLIENT_TO_SERVER)),
                List.of(),
                tls,
                new Half(5, 600, 0, 0, 3, true, -5, -7, fromClient),
                new Half(6, 700, 2, 1, 0, false, null, 9, fromServer));
    }
}
