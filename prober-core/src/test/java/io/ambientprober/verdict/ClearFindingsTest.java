package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token is evidence wherever it is read; that it came from elsewhere is said. */
final class ClearFindingsTest {
    private static final String STRANGER = "172.18.0.3";

    /** Client 10.0.1.2, server 10.0.2.2, Service 10.96.0.10, waypoint 10.0.2.3. */
    @ParameterizedTest
    @CsvSource({
        "CLIENT_TO_SERVER, 10.0.1.2, tcp, false, ",
        "CLIENT_TO_SERVER, 10.0.2.3, tcp, true, ",
        "CLIENT_TO_SERVER, 10.0.2.3, tcp, false, client",
        "CLIENT_TO_SERVER, 10.0.2.2, udp, false, client",
        "CLIENT_TO_SERVER, 10.96.0.10, tcp, false, client",
        "CLIENT_TO_SERVER, 172.18.0.3, ip 1, false, client",
        "CLIENT_TO_SERVER, fd00::1, tcp, false, client",
        "CLIENT_TO_SERVER, 172.18.0.3, not ip, false, ",
        "SERVER_TO_CLIENT, 10.0.2.2, tcp, false, ",
        "SERVER_TO_CLIENT, 10.96.0.10, tcp, false, ",
        "SERVER_TO_CLIENT, 10.0.2.3, tcp, true, ",
        "SERVER_TO_CLIENT, 10.0.1.2, tcp, false, server",
        "SERVER_TO_CLIENT, 172.18.0.3, tcp, false, server",
    })
    void saysWhereATokenCameFromThatIsNoAddressOfThePath(
            Direction direction, String source, String transport, boolean waypoint, @Nullable String whose) {
        List<String> findings = findings(waypoint, sighting(direction, source, transport, 3));

        if (whose == null) {
            assertThat(findings).hasSize(1).first().asString().startsWith("node n1 read the token in the clear");
        } else {
            assertThat(findings)
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("forwarded or forged: " + source.replace("fd00::1", "[fd00::1]"))
                    .contains(" comes from no address of the path's " + whose
                            + " (node n1, device 3, tap tap-n1, packet 7): ");
        }
    }

    @Test
    void saysTheFirstOfSeveralAndNoDeviceThatIsNotKnown() {
        assertThat(findings(
                        false,
                        sighting(Direction.CLIENT_TO_SERVER, "10.0.1.2", "tcp", 3),
                        sighting(Direction.CLIENT_TO_SERVER, STRANGER, "tcp", 0),
                        sighting(Direction.SERVER_TO_CLIENT, STRANGER, "tcp", 0)))
                .containsExactly(
                        "node n1 read the token in the clear in 3 packets, first 10.0.1.2:40000 > 10.96.0.10:80 (tap tap-n1, packet 7)",
                        "forwarded or forged: 172.18.0.3:40000 > 10.96.0.10:80 comes from no address of the path's client"
                                + " (node n1, tap tap-n1, packet 7): a node that forwards under an address of its own does"
                                + " that, and so may anyone who has read the token");
    }

    @Test
    void theVerdictIsTheSame() {
        Sight sight = new Sight();
        sight.clear.add(clear(List.of(sighting(Direction.CLIENT_TO_SERVER, STRANGER, "udp", 3))));

        assertThat(Row.first(EncryptionReason.values(), sight.facts())).isEqualTo(EncryptionReason.PLAINTEXT);
    }

    private static List<String> findings(boolean waypoint, Sighting... sightings) {
        Sight sight = new Sight();
        if (waypoint) {
            sight.throughWaypoint("10.0.2.3");
        }
        sight.clear.add(clear(List.of(sightings)));
        return sight.findings(EncryptionReason.PLAINTEXT);
    }

    private static Seen<ClearEvidence> clear(List<Sighting> sightings) {
        return new Seen<>("n1", new ClearEvidence("0001", true, false, sightings.size(), 1, 1, sightings));
    }

    private static Sighting sighting(Direction direction, String source, String transport, int device) {
        return new Sighting(
                "tap-n1",
                7,
                device,
                0,
                transport,
                IpAddress.parse(source),
                40_000,
                IpAddress.parse("10.96.0.10"),
                80,
                List.of(),
                1,
                direction,
                "AP1-");
    }
}
