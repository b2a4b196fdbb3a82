package io.ambientprober.verdict;

import static io.ambientprober.verdict.Sight.CLIENT;
import static io.ambientprober.verdict.Sight.SERVER;
import static io.ambientprober.verdict.Sight.VIP;
import static io.ambientprober.verdict.Trace.alerts;
import static io.ambientprober.verdict.Trace.hellos;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.NodeEncryption.Kind;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.PodDevice;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user reads, to the letter: each finding with what it was made from, and its variants. */
class EncryptionFindingsTest {
    private static final String WAYPOINT = "10.0.9.1";
    private static final int HBONE = 15008;
    private static final Framing PREFACE = new Framing.NotTls("an HTTP/2 preface", 9, "PRI * HTTP/2.0", 0);
    private static final Framing BANNER = new Framing.NotTls("text", 11, "SSH-2.0", 0);

    private final Sight sight = new Sight();

    private static Trace direct() {
        return Trace.of(CLIENT, SERVER, HBONE);
    }

    private static Trace past() {
        return Trace.of(CLIENT, VIP, 80);
    }

    private static Trace pastToPod() {
        return Trace.of(CLIENT, SERVER, 8080);
    }

    private static Seen<ClearEvidence> clear(String node, long packets, String transport, String... tunnels) {
        Sighting first = new Sighting(
                "tap-" + node,
                7,
                3,
                0,
                transport,
                IpAddress.parse(CLIENT),
                40_000,
                IpAddress.parse(VIP),
                80,
                List.of(tunnels),
                1,
                Direction.CLIENT_TO_SERVER,
                "AP1-");
        return new Seen<>(node, new ClearEvidence("0001", true, false, packets, 1, 0, List.of(first)));
    }

    @Test
    void eachNodeThatReadTheToken() {
        sight.clear.add(clear("n1", 1, "tcp"));
        sight.clear.add(clear("n2", 3, "udp", "vxlan 42", "geneve 7"));

        assertThat(sight.findings(EncryptionReason.PLAINTEXT))
                .containsExactly(
                        "node n1 read the token in the clear in 1 packet, 10.0.1.2:40000 > 10.96.0.10:80 (tap tap-n1, packet 7)",
                        "node n2 read the token in the clear in 3 packets, first 10.0.1.2:40000 > 10.96.0.10:80"
                                + " inside geneve 7 inside vxlan 42 (tap tap-n2, packet 7)");
        assertThat(sight.findings(EncryptionReason.PLAINTEXT_EXPECTED))
                .isEqualTo(sight.findings(EncryptionReason.PLAINTEXT));
    }

    @Test
    void aTokenWhereThereAreNoPorts() {
        sight.clear.add(clear("n1", 1, "ip 47"));
        sight.clear.add(clear("n2", 1, "not ip"));

        assertThat(sight.findings(EncryptionReason.PLAINTEXT))
                .containsExactly(
                        "node n1 read the token in the clear in 1 packet, 10.0.1.2 > 10.96.0.10 (tap tap-n1, packet 7)",
                        "node n2 read the token in the clear in 1 packet, not in IP (tap tap-n2, packet 7)");
    }

    @Test
    void whatBecameOfTheTokenInClear() {
        sight.clear.add(clear("n1", 1, "tcp"));

        assertThat(sight.findings(EncryptionReason.PLAINTEXT_REJECTED))
                .hasSize(2)
                .endsWith("the destination answered none of it; the bytes were on the wire in the clear anyway");
        assertThat(sight.findings(EncryptionReason.PLAINTEXT_MASKED))
                .hasSize(2)
                .endsWith(
                        "the denied port could not be reached: L4 policy still holds at the destination and hides the loss");
    }

    @Test
    void aControlThatNoTapRead() {
        assertThat(sight.findings(EncryptionReason.EXPECTED_PLAINTEXT_UNSEEN))
                .containsExactly("no tap read the control's token: what the taps did not see proves nothing");
    }

    @Test
    void bytesThatAreNotTls() {
        sight.direct.add(direct().carrying(PREFACE, new Framing.Empty()).on("n1"));
        sight.direct.add(direct().from(40_001).carrying(PREFACE, BANNER).on("n2"));
        sight.direct.add(direct().from(40_002).on("n2"));

        assertThat(sight.findings(EncryptionReason.NOT_TLS))
                .containsExactly(
                        "10.0.1.2:40000 > 10.0.2.2:15008: the client sent an HTTP/2 preface (node n1, packet 9): PRI * HTTP/2.0",
                        "10.0.1.2:40001 > 10.0.2.2:15008: the client sent an HTTP/2 preface (node n2, packet 9): PRI * HTTP/2.0;"
                                + " 10.0.1.2:40001 > 10.0.2.2:15008: the server sent text (node n2, packet 11): SSH-2.0");
    }

    @Test
    void bytesThatAnybodyMayHaveForged() {
        sight.direct.add(
                direct().unanswered().carrying(BANNER, new Framing.Empty()).on("n1"));

        assertThat(sight.findings(EncryptionReason.UNACCOUNTED))
                .containsExactly(
                        "bytes that are not TLS, which nobody is known to have received and anybody may have forged:"
                                + " 10.0.1.2:40000 > 10.0.2.2:15008: the client sent text (node n1, packet 11): SSH-2.0");
    }

    @Test
    void bytesPastHboneAndHellosThatAnybodyMayHaveForged() {
        sight.bare.add(past().unanswered().on("n1"));
        sight.direct.add(direct().unanswered()
                .with(hellos(0x0304, 0x1302, null, "http/1.1"))
                .on("n2"));

        assertThat(sight.findings(EncryptionReason.UNACCOUNTED))
                .containsExactly(
                        "10.0.1.2:40000 > 10.96.0.10:80 shows bytes past HBONE,"
                                + " which nobody is known to have received and anybody may have forged (tap tap-n1, packet 7)",
                        "10.0.1.2:40000 > 10.0.2.2:15008: the ClientHello does not offer ALPN h2 (tap tap-n2, packet 7),"
                                + " which nobody is known to have received and anybody may have forged");
    }

    /** What is known of one connection past HBONE says nothing of another. */
    @Test
    void bytesPastHboneThatWereTakenAndOthersThatWereNot() {
        sight.bare.add(past().unanswered().on("n1"));
        sight.bare.add(past().from(40_001).on("n1"));

        assertThat(sight.findings(EncryptionReason.NOT_HBONE))
                .singleElement()
                .asString()
                .startsWith("10.0.1.2:40001 > ");
        assertThat(sight.findings(EncryptionReason.UNACCOUNTED))
                .singleElement()
                .asString()
                .startsWith("10.0.1.2:40000 > ");
    }

    /** Each connection by itself. */
    @Test
    void bytesThatAnotherPodSent() {
        sight.taps.add(leadingElsewhere("n1", 12));
        sight.direct.add(direct().carrying(BANNER, new Framing.Empty()).on("n1", 12));
        sight.direct.add(direct().from(40_001)
                .unanswered()
                .carrying(BANNER, new Framing.Empty())
                .on("n1"));

        assertThat(sight.findings(EncryptionReason.UNACCOUNTED))
                .contains(
                        "bytes that are not TLS, which another pod sent:"
                                + " 10.0.1.2:40000 > 10.0.2.2:15008: the client sent text (node n1, packet 11): SSH-2.0",
                        "bytes that are not TLS, which nobody is known to have received and anybody may have forged:"
                                + " 10.0.1.2:40001 > 10.0.2.2:15008: the client sent text (node n1, packet 11): SSH-2.0");
    }

    /** Each node counts its devices by itself. */
    @Test
    void aDeviceOfAnotherNodeSaysNothing() {
        sight.taps.add(leadingElsewhere("n2", 12));
        sight.direct.add(direct().carrying(BANNER, new Framing.Empty()).on("n1", 12));

        assertThat(sight.findings(EncryptionReason.NOT_TLS)).hasSize(1);
        assertThat(sight.findings(EncryptionReason.UNACCOUNTED)).isEmpty();
    }

    private static TapCheck leadingElsewhere(String node, int device) {
        PodDevice others = new PodDevice(device, "veth2", List.of(IpAddress.parse("10.0.1.9")));
        return new TapCheck(
                new Tap("tap-" + node, node, List.of("pcap"), "ETHERNET", 10L, null, 0, 0, 0, List.of(others)),
                new TapReading("tap-" + node, 10, 1000, 0, 1, 0, List.of(), List.of()));
    }

    @Test
    void connectionsAreNamedOnceAndNoMoreThanFour() {
        for (int port = 40_000; port < 40_004; port++) {
            sight.direct.add(direct().from(port).wasReset().on("n1"));
            sight.direct.add(direct().from(port).wasReset().on("n2"));
        }
        assertThat(sight.findings(EncryptionReason.HBONE_REFUSED))
                .hasSize(4)
                .endsWith("10.0.1.2:40003 > 10.0.2.2:15008 was answered by a reset (tap tap-n1, packet 7)");

        sight.direct.add(direct().from(40_004).wasReset().on("n1"));
        assertThat(sight.findings(EncryptionReason.HBONE_REFUSED))
                .hasSize(5)
                .endsWith("and 1 more connection like this");

        sight.direct.add(direct().from(40_005).wasReset().on("n1"));
        assertThat(sight.findings(EncryptionReason.HBONE_REFUSED))
                .hasSize(5)
                .endsWith("and 2 more connections like these");
    }

    @Test
    void whatTheServerChoseThatIsWeak() {
        sight.direct.add(direct().with(hellos(0x0301, 0x0005, null, "h2")).on("n1"));
        sight.direct.add(
                direct().from(40_001).with(hellos(0x0303, 0x003B, null, "h2")).on("n1"));

        assertThat(sight.findings(EncryptionReason.WEAK_TLS))
                .containsExactly(
                        "10.0.1.2:40000 > 10.0.2.2:15008: the server chose TLS 1.0 with TLS_RSA_WITH_RC4_128_SHA,"
                                + " which is older than TLS 1.2 and uses RC4 (tap tap-n1, packet 7)",
                        "10.0.1.2:40001 > 10.0.2.2:15008: the server chose TLS 1.2 with TLS_RSA_WITH_NULL_SHA256,"
                                + " which does not encrypt (tap tap-n1, packet 7)");
    }

    @Test
    void aServerThatAskedForNoCertificate() {
        TlsFacts readable = new TlsFacts(null, null, false, true, false, List.of());
        sight.direct.add(direct().with(readable).on("n1"));

        assertThat(sight.findings(EncryptionReason.NOT_MUTUAL))
                .containsExactly(
                        "10.0.1.2:40000 > 10.0.2.2:15008: the server's TLS 1.2 handshake asked for no client certificate (tap tap-n1, packet 7)");
    }

    @Test
    void aStrangerWhoGotIn() {
        sight.handshake = new Handshake(false, null, List.of("it answered over HTTP/2"));

        assertThat(sight.findings(EncryptionReason.NOT_MUTUAL))
                .containsExactly(
                        "the active check of the HBONE port found no mutual TLS: a stranger was not asked for a certificate, or got in",
                        "active check: it answered over HTTP/2");
    }

    @Test
    void aConnectionThatNobodyAnswered() {
        sight.direct.add(direct().unanswered().empty().on("n2"));

        assertThat(sight.findings(EncryptionReason.HBONE_REFUSED))
                .containsExactly("10.0.1.2:40000 > 10.0.2.2:15008 was never answered (tap tap-n2, packet 7)");
    }

    @Test
    void nothingDeliveredAndNothingSeen() {
        sight.outcome = null;

        assertThat(sight.findings(EncryptionReason.NOT_DELIVERED))
                .containsExactly(
                        "no canary was answered, 0 connected; nothing of it was seen on the wire: the mesh failed closed");
    }

    @Test
    void nothingDeliveredThoughTheHbonePortAnswered() {
        sight.outcome = Sight.outcome(3, 0, VIP);
        sight.direct.add(direct().with(alerts(
                        new Alert(Direction.SERVER_TO_CLIENT, 2, 40), new Alert(Direction.CLIENT_TO_SERVER, 1, 0)))
                .on("n1"));
        sight.direct.add(direct().from(40_001).with(TlsFacts.NONE).on("n1"));

        assertThat(sight.findings(EncryptionReason.NOT_DELIVERED))
                .containsExactly(
                        "no canary was answered, 3 connected; an HBONE port took the connection, and no complete answer came back",
                        "10.0.1.2:40000 > 10.0.2.2:15008: the server sent TLS alert handshake_failure (40),"
                                + " the client sent TLS alert close_notify (0)");
    }

    @Test
    void nothingDeliveredAsAWaypointAnsweredNothing() {
        sight.throughWaypoint(WAYPOINT);
        sight.outcome = Sight.outcome(3, 0, VIP);
        sight.toWaypoint.add(
                Trace.of(CLIENT, WAYPOINT, HBONE).unanswered().empty().on("n1"));

        assertThat(sight.findings(EncryptionReason.NOT_DELIVERED))
                .containsExactly(
                        "no canary was answered, 3 connected; the waypoint's HBONE port did not take the connection");
    }

    @Test
    void aClientThatDialledPastHbone() {
        sight.outcome = Sight.outcome(0, 0);
        sight.bare.add(past().unanswered().empty().on("n1"));
        sight.bare.add(past().from(40_001).unanswered().empty().on("n1"));
        sight.bare.add(pastToPod().unanswered().empty().on("n2"));
        sight.bare.add(past().from(40_002).empty().on("n1"));
        sight.bare.add(past().from(40_003).old().unanswered().on("n1"));

        assertThat(sight.findings(EncryptionReason.NOT_DELIVERED))
                .containsExactly(
                        "no canary was answered, 0 connected; the client dialled past HBONE, and not the HBONE port",
                        "the client dialled past HBONE, and was never answered:"
                                + " 2 connections to 10.96.0.10:80 (on n1), 1 connection to 10.0.2.2:8080 (on n2);"
                                + " a pod with redirection does not dial there:"
                                + " look for lost redirection first, then for the policy that drops its packets");
    }

    @Test
    void aClientThatWasAnsweredPastHbone() {
        sight.outcome = Sight.outcome(1, 0, VIP);
        sight.bare.add(past().unanswered().empty().on("n1"));
        sight.bare.add(past().empty().on("n2"));

        assertThat(sight.findings(EncryptionReason.NOT_DELIVERED))
                .as("on one node: another saw the answer")
                .containsExactly(
                        "no canary was answered, 1 connected; the client dialled past HBONE, and not the HBONE port");
    }

    @Test
    void bytesPastHboneThatNobodyCanRead() {
        sight.bare.add(past().on("n1"));
        sight.bare.add(past().from(40_001).inClear().on("n1"));
        sight.bare.add(past().from(40_001).on("n2"));
        sight.bare.add(past().from(40_002).empty().on("n1"));
        assertThat(sight.findings(EncryptionReason.NOT_HBONE))
                .containsExactly(
                        "10.0.1.2:40000 > 10.96.0.10:80 carried bytes past HBONE that are not the canary in the clear:"
                                + " encrypted, if at all, by the application (tap tap-n1, packet 7)");

        sight.bare.clear();
        sight.bare.add(past().inClear().on("n1"));
        sight.bare.add(past().on("n1"));
        assertThat(sight.findings(EncryptionReason.NOT_HBONE))
                .as("two between the same ports, one in the clear")
                .hasSize(1);
    }

    @Test
    void anotherProtocolThanHttp2() {
        sight.direct.add(direct().with(hellos(0x0304, 0x1302, null, "http/1.1")).on("n1"));
        sight.direct.add(direct().from(40_001)
                .with(hellos(0x0303, 0xC02F, "http/1.1", "h2", "http/1.1"))
                .on("n1"));
        sight.direct.add(
                direct().from(40_002).with(hellos(0x0303, 0xC02F, "h2", "h2")).on("n1"));

        assertThat(sight.findings(EncryptionReason.NOT_HBONE))
                .containsExactly(
                        "10.0.1.2:40000 > 10.0.2.2:15008: the ClientHello does not offer ALPN h2 (tap tap-n1, packet 7)",
                        "10.0.1.2:40001 > 10.0.2.2:15008: the server chose another protocol than h2: http/1.1 (tap tap-n1, packet 7)");
    }

    @Test
    void tapsThatAreNotWholeAndNodesWithoutOne() {
        sight.taps.add(new TapCheck(
                new Tap("tap-n1", "n1", List.of("n1.pcap"), "ETHERNET", 11L, 11L, 2, 1, 4, List.of()),
                new TapReading(
                        "tap-n1", 10, 1000, 0, 1, 3, List.of(), List.of("byte 24: the file ends inside packet 11"))));
        assertThat(sight.findings(EncryptionReason.DROPPED))
                .containsExactly(
                        "tap tap-n1 lost 1 packet, by the kernel's count",
                        "tap tap-n1 lost 4 packets, by the device's count",
                        "tap tap-n1 has no room for 2 packets of the probe: they were analysed and not kept",
                        "tap tap-n1 lost 3 packets, by the capture's own count",
                        "tap tap-n1 holds 10 of 11 packets captured",
                        "tap tap-n1 is not whole: byte 24: the file ends inside packet 11",
                        "node n2 has no tap: what passed there is not known");

        sight.taps.add(new TapCheck(new Tap("tap-n2", "n2", "n2.pcap", "ETHERNET", 11, 0, 0), null));
        assertThat(sight.findings(EncryptionReason.DROPPED)).endsWith("tap tap-n2 was not read");
    }

    @Test
    void aNodeThatSawNoControl() {
        sight.controls.add(new ControlCheck("n1", "IPv4", true));
        sight.controls.add(new ControlCheck("n2", "IPv6", false));

        assertThat(sight.findings(EncryptionReason.CONTROL_UNSEEN))
                .containsExactly(
                        "node n2 saw no IPv6 control whole: each canary that the pod there sent, in the clear and without a gap");
    }

    @Test
    void aClientThatReportedNothing() {
        assertThat(sight.findings(EncryptionReason.NO_OUTCOME))
                .containsExactly(
                        "the client reported no outcome that counts: its pod said nothing, or its server ended meanwhile");
    }

    @Test
    void nodesThatSawNoApplicationData() {
        assertThat(sight.findings(EncryptionReason.UNSEEN))
                .containsExactly(
                        "the canary was delivered, yet node n1 captured no TLS application data of it, in either direction",
                        "the canary was delivered, yet node n2 captured no TLS application data of it, in either direction");

        sight.throughWaypoint(WAYPOINT);
        sight.direct.add(direct().empty().on("n1"));
        sight.toWaypoint.add(Trace.of(CLIENT, WAYPOINT, HBONE).on("n2"));
        assertThat(sight.findings(EncryptionReason.UNSEEN))
                .containsExactly(
                        "the canary was delivered, yet node n1 captured no TLS application data of it, in either direction,"
                                + " through the waypoint or past it");
    }

    @Test
    void whatAPassRestsOn() {
        sight.direct.add(direct().on("n1"));
        sight.direct.add(direct().with(TlsFacts.NONE).from(40_001).on("n1"));
        sight.direct.add(direct().on("n2"));
        sight.accounts.add(account());
        sight.handshake = new Handshake(true, "spiffe://cluster.local/ns/b/sa/server");

        assertThat(sight.findings(EncryptionReason.HBONE))
                .containsExactly(
                        "10.0.1.2:40000 > 10.0.2.2:15008: TLS 1.3, TLS_AES_256_GCM_SHA384, ALPN offered h2",
                        "10.0.1.2:40001 > 10.0.2.2:15008: older than the capture, no handshake seen, neither its suite nor its ALPN, TLS records throughout",
                        "client to server: 4100 bytes of TLS application data for 4000 canary bytes (n1), back"
                                + " 4100 bytes of TLS application data for 4000 canary bytes (n1)",
                        "active check: strangers were asked for a certificate and refused",
                        "active check: the server's certificate is for spiffe://cluster.local/ns/b/sa/server");
    }

    private static LegAccount account() {
        LegAccount.Sum sum = new LegAccount.Sum(List.of("n1"), 4000, 4100, 1000, 999, List.of());
        return new LegAccount("client to server", sum, sum);
    }

    @Test
    void connectionsThatGotNoAnswerWhereOthersDid() {
        sight.outcome = Sight.outcome(4, 1, VIP);
        assertThat(sight.findings(EncryptionReason.HBONE))
                .containsExactly("3 of 4 connections got no complete answer; the verdict is about the others");

        sight.outcome = Sight.outcome(4, 0, VIP);
        assertThat(sight.findings(EncryptionReason.HBONE))
                .as("none did: another reason says so")
                .isEmpty();
        sight.outcome = Sight.outcome(4, 4, VIP);
        assertThat(sight.findings(EncryptionReason.HBONE)).as("all did").isEmpty();
    }

    @Test
    void tokensOnLoopbackDevices() {
        sight.loopback.add(new Seen<>("n1", new LoopbackEvidence("0001", 1, new PacketRef("tap-n1", 4, 0))));
        sight.loopback.add(new Seen<>("n2", new LoopbackEvidence("0001", 2, new PacketRef("tap-n2", 5, 0))));

        assertThat(sight.findings(EncryptionReason.HBONE))
                .containsExactly(
                        "node n1 read the token in 1 packet of a loopback device (tap tap-n1, packet 4):"
                                + " what application and mesh say to each other inside a pod is on no wire",
                        "node n2 read the token in 2 packets of a loopback device (tap tap-n2, packet 5):"
                                + " what application and mesh say to each other inside a pod is on no wire");
    }

    @Test
    void encryptionBetweenNodes() {
        PacketRef packet = new PacketRef("tap-n1", 4, 0);
        sight.nodeEncryption.add(new Seen<>("n1", new NodeEncryption(Kind.WIREGUARD, 1, packet)));
        sight.nodeEncryption.add(new Seen<>("n2", new NodeEncryption(Kind.WIREGUARD, 1, packet)));
        assertThat(sight.findings(EncryptionReason.HBONE))
                .containsExactly("WireGuard is in use between nodes, and not taken for the mesh's encryption");

        sight.nodeEncryption.add(new Seen<>("n2", new NodeEncryption(Kind.ESP, 1, packet)));
        sight.clear.add(clear("n1", 1, "tcp"));
        assertThat(sight.findings(EncryptionReason.PLAINTEXT))
                .endsWith(
                        "WireGuard and IPsec ESP are in use: between nodes the clear bytes may be hidden; the mesh's encryption is lost anyway");

        sight.expect = Expectation.PLAINTEXT;
        assertThat(sight.findings(EncryptionReason.PLAINTEXT_EXPECTED))
                .endsWith("WireGuard and IPsec ESP are in use between nodes, and not taken for the mesh's encryption");
    }
}
