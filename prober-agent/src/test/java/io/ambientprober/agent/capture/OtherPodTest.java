package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Place;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.agent.testnet.TestNetwork;
import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three pods of one node, each behind a device of its own, to which the node routes its address. */
@Tag("root")
final class OtherPodTest {
    private static final String CLIENT = "10.88.0.1";
    private static final String SERVER = "10.88.0.2";
    private static final List<String> PODS = List.of(CLIENT, SERVER, "10.88.0.3");

    private static final int PORT = 40_000;
    private static final int ACK = 0x10;
    private static final int SYN = 0x02;
    private static final byte[] HTTP = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final TestNetwork network = new TestNetwork();

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private Place node;

    @SuppressWarnings("NullAway.Init")
    private List<Place> pods;

    @BeforeEach
    void connect() throws IOException {
        node = network.place("n");
        pods = List.of(network.place("c"), network.place("s"), network.place("x"));
        for (int i = 0; i < pods.size(); i++) {
            String device = "veth" + i;
            node.ip(
                    "link",
                    "add",
                    device,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "netns",
                    pods.get(i).name());
            node.ip("link", "set", device, "up");
            node.ip("route", "add", PODS.get(i), "dev", device);
            pods.get(i).ip("link", "set", "eth0", "up");
        }
    }

    @AfterEach
    void remove() throws IOException {
        network.close();
    }

    /** The places in the list of pods of who sends as the client, and as the server. */
    @ParameterizedTest
    @CsvSource({"0, 1, true", "2, 2, false", "2, 1, false", "0, 2, true"})
    void aConversationCountsWhereItsClientHeldIt(int client, int server, boolean fails) throws Exception {
        Observations seen = observed(client, server);

        Plan plan = Plans.plan(Plans.RUN, CLIENT, SERVER, List.of(seen.tap()));
        Ruling<EncryptionReason> judged =
                Judgement.of(new RunRecord(plan, List.of(seen.evidence())), FailOn.FAIL).paths().stream()
                        .map(PathReport::verdict)
                        .filter(verdict -> verdict.path().id().equals("0002"))
                        .map(PathVerdict::encryption)
                        .findFirst()
                        .orElseThrow();
        assertThat(seen.evidence().connections()).hasSize(1);
        assertThat(judged.reason() == EncryptionReason.NOT_TLS).isEqualTo(fails);
        assertThat(judged.reason().verdict()).isEqualTo(fails ? Verdict.FAIL : Verdict.INCONCLUSIVE);
        if (!fails) {
            assertThat(judged.findings())
                    .anySatisfy(finding -> assertThat(finding)
                            .contains(
                                    "10.88.0.1:40000 > 10.88.0.2:15008 was not opened by 10.88.0.1",
                                    "(veth2), which leads to 10.88.0.3 alone"));
        }
    }

    private Observations observed(int client, int server) throws Exception {
        Process capture = node.java(CaptureOfANode.class, CLIENT, SERVER, folder.toString());
        try (BufferedReader said = capture.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("capturing");
            converse(client, server);
            capture.getOutputStream().close();
            byte[] json = Objects.requireNonNull(said.readLine()).getBytes(StandardCharsets.UTF_8);
            assertThat(capture.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return ObservationsJson.read(Plans.NODE, Plans.NODE + ".pcapng", json);
        } finally {
            capture.destroyForcibly();
        }
    }

    private void converse(int client, int server) throws Exception {
        try (RawSender asClient = RawSender.open(pods.get(client), "eth0");
                RawSender asServer = RawSender.open(pods.get(server), "eth0")) {
            asClient.send(frame(true, 100, 0, SYN, new byte[0]));
            asServer.send(frame(false, 500, 101, SYN | ACK, new byte[0]));
            asClient.send(frame(true, 101, 501, ACK, HTTP));
            asServer.send(frame(false, 501, 101 + HTTP.length, ACK, new byte[0]));
        }
    }

    /** Ethernet to nobody in particular, IPv4 and TCP; no checksums, which nobody looks at before a packet is routed. */
    private static byte[] frame(boolean toServer, int sequence, int acknowledged, int flags, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 20 + payload.length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}).putShort((short) 0x0800);
        frame.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (40 + payload.length))
                .putInt(0);
        frame.put((byte) 64).put((byte) 6).putShort((short) 0);
        frame.put(new byte[] {10, 88, 0, (byte) (toServer ? 1 : 2), 10, 88, 0, (byte) (toServer ? 2 : 1)});
        frame.putShort((short) (toServer ? PORT : 15008)).putShort((short) (toServer ? 15008 : PORT));
        frame.putInt(sequence)
                .putInt(acknowledged)
                .putShort((short) (0x5000 | flags))
                .putShort((short) 1024)
                .putInt(0);
        return frame.put(payload).array();
    }
}
