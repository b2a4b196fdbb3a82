package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ambientprober.agent.testnet.Place;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.agent.testnet.TestNetwork;
import io.ambientprober.agent.testnet.TestNetwork.Pair;
import io.ambientprober.api.Observations;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
final class ProbeCaptureTest {
    private static final String CLIENT = "10.77.0.1";
    private static final String SERVER = "10.77.0.2";
    private static final String STRANGER = "10.77.0.3";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Plan PLAN = Plans.plan(CLIENT, SERVER);

    private final TestNetwork network = new TestNetwork();

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private Pair pair;

    @BeforeEach
    void connect() throws IOException {
        pair = network.pair();
    }

    @AfterEach
    void remove() throws IOException {
        network.close();
    }

    private ProbeCapture start(CaptureOptions options) throws Exception {
        return pair.b().inside(() -> ProbeCapture.start(Plans.order(PLAN), Plans.NODE, options, folder));
    }

    /** One connection in the clear, whose bytes are a path's token. */
    private void clear(int path, int bytes) throws Exception {
        byte[] token = new Token(Plans.RUN, path, 3, Direction.CLIENT_TO_SERVER).bytes();
        ByteBuffer body = ByteBuffer.allocate(bytes);
        while (body.remaining() >= token.length) {
            body.put(token);
        }
        body.flip();
        try (ServerSocketChannel server = listen(pair.b());
                SocketChannel client = pair.a().inside(() -> SocketChannel.open(new InetSocketAddress(SERVER, 8080)));
                SocketChannel accepted = server.accept()) {
            Thread reader = Thread.ofPlatform().start(() -> readToEnd(accepted));
            while (body.hasRemaining()) {
                client.write(body);
            }
            client.shutdownOutput();
            reader.join();
        }
    }

    private static ServerSocketChannel listen(Place place) throws Exception {
        return place.inside(() -> ServerSocketChannel.open().bind(new InetSocketAddress(SERVER, 8080)));
    }

    private static void readToEnd(SocketChannel channel) {
        ByteBuffer sink = ByteBuffer.allocate(1 << 16);
        try {
            while (channel.read(sink.clear()) >= 0) {
                // goes on
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Report judge(Observations seen) {
        Plan plan = Plans.plan(Plans.RUN, CLIENT, SERVER, List.of(seen.tap()));
        return Judgement.of(new RunRecord(plan, List.of(seen.evidence())), FailOn.FAIL);
    }

    private static List<EncryptionReason> reasons(Report report) {
        return report.paths().stream()
                .map(path -> path.verdict().encryption().reason())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void seesWhatIsInClear(Engine engine) throws Exception {
        try (ProbeCapture capture = start(CaptureOptions.usual(engine))) {
            clear(1, 16384);
            clear(2, 16384);
            Observations seen = capture.stop(Set.of(), TIMEOUT);

            assertThat(seen.evidence().clear())
                    .extracting(ClearEvidence::pathId)
                    .containsExactly("0001", "0002");
            assertThat(seen.tap().kernelDropped()).isZero();
            assertThat(seen.tap().captured()).isPositive();
            assertThat(reasons(judge(seen)))
                    .containsExactly(EncryptionReason.PLAINTEXT_EXPECTED, EncryptionReason.PLAINTEXT);
            assertThat(capture.stop(Set.of(), TIMEOUT)).isSameAs(seen);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void isInconclusiveWhenPacketsWereDropped(Engine engine) throws Exception {
        CaptureOptions tiny =
                new CaptureOptions(engine, CaptureOptions.MIN_BYTES, CaptureOptions.MIN_BYTES, 0, List.of());
        try (ProbeCapture capture = start(tiny);
                Sender sender = Sender.open(pair.a(), SERVER)) {
            clear(1, 16384);
            for (int i = 0; i < 50 && capture.statistics().kernelDropped() == 0; i++) {
                sender.send(5000, 1400);
            }
            Observations seen = capture.stop(Set.of(), TIMEOUT);

            assertThat(seen.tap().kernelDropped()).isPositive();
            Report report = judge(seen);
            assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
            assertThat(reasons(report).getLast()).isEqualTo(EncryptionReason.DROPPED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void keepsEvidenceThatReadersOpen(Engine engine) throws Exception {
        try (ProbeCapture capture = start(CaptureOptions.usual(engine))) {
            clear(2, 16384);
            capture.stop(Set.of(), TIMEOUT);
            Path file = capture.evidence();

            assertThat(packets(file)).isPositive();
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(bytes)
                    .contains("run 7Z3K9QWM2TXB, node node-1: the packets of the probe, and headers of others")
                    .contains("in the clear: the token of path 0002 of run 7Z3K9QWM2TXB")
                    .contains("host 10.77.0.2")
                    .contains("eth0");
        }
    }

    @Test
    void keepsEvidenceThatWiresharkOpens() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/capinfos")), "capinfos (package wireshark-common) is not there");
        try (ProbeCapture capture = start(CaptureOptions.usual(Engine.RING))) {
            clear(2, 16384);
            capture.stop(Set.of(), TIMEOUT);

            String infos = output("capinfos", "-M", capture.evidence().toString());
            assertThat(infos)
                    .contains("File type:           pcapng")
                    .contains("File encapsulation:  linux-sll2")
                    .contains("Capture comment:     run 7Z3K9QWM2TXB, node node-1")
                    .contains("Name = eth0")
                    .contains("Filter string = host 10.77.0.1 or host 10.77.0.2 or ")
                    .contains("Time precision = nanoseconds (9)")
                    .contains("Number of stat entries = 1");
        }
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void keepsTheFirstPacketsWhenTheFileIsFull() throws Exception {
        CaptureOptions little = new CaptureOptions(
                Engine.RING, CaptureOptions.RING_BYTES, CaptureOptions.PCAP_BYTES, 20_000, List.of());
        try (ProbeCapture capture = start(little)) {
            clear(1, 16384);
            clear(2, 200_000);
            Observations seen = capture.stop(Set.of(), TIMEOUT);

            assertThat(Files.size(capture.evidence())).isLessThan(25_000);
            assertThat(packets(capture.evidence()))
                    .isPositive()
                    .isEqualTo(seen.tap().captured());
            assertThat(seen.tap().leftOut()).isPositive();
            assertThat(seen.tap().analysed())
                    .isEqualTo(packets(capture.evidence()) + seen.tap().leftOut());
            assertThat(Files.readString(capture.evidence(), StandardCharsets.ISO_8859_1))
                    .contains("The file is full: ");
            assertThat(seen.evidence().clear())
                    .extracting(ClearEvidence::pathId)
                    .containsExactly("0001", "0002");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, STRANGER})
    void keepsNothingOfWhatTenantsSay(String from) throws Exception {
        pair.a().ip("addr", "add", STRANGER + "/24", "dev", "eth0");
        try (ProbeCapture capture = start(CaptureOptions.usual(Engine.RING))) {
            say(from, "GET /account?password=tenant-secret-4711 HTTP/1.1\r\n\r\n".repeat(3));
            clear(2, 16384);
            Observations seen = capture.stop(Set.of(), TIMEOUT);

            assertThat(Files.readString(capture.evidence(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("passw", "GET /", "secret")
                    .contains("AP1-" + Plans.RUN + "-0002-00000003C");
            assertThat(packets(capture.evidence())).isEqualTo(seen.tap().captured());
            assertThat(seen.tap().captured()).isEqualTo(seen.tap().analysed());
        }
    }

    private void say(String from, String text) throws Exception {
        try (ServerSocketChannel server = listen(pair.b());
                SocketChannel client =
                        pair.a().inside(() -> SocketChannel.open().bind(new InetSocketAddress(from, 0)));
                SocketChannel accepted = connect(client, server)) {
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            client.shutdownOutput();
            readToEnd(accepted);
        }
    }

    private static SocketChannel connect(SocketChannel client, ServerSocketChannel server) throws IOException {
        client.connect(new InetSocketAddress(SERVER, 8080));
        return server.accept();
    }

    @Test
    void strangersTakeNoPlaceOfTheProbe() throws Exception {
        pair.a().ip("addr", "add", STRANGER + "/24", "dev", "eth0");
        CaptureOptions little = new CaptureOptions(
                Engine.RING, CaptureOptions.RING_BYTES, CaptureOptions.PCAP_BYTES, 100_000, List.of());
        try (ProbeCapture capture = start(little)) {
            refused(STRANGER, 200);
            clear(2, 16384);
            Observations seen = capture.stop(Set.of(), TIMEOUT);

            assertThat(seen.tap().leftOut()).isZero();
            assertThat(packets(capture.evidence())).isEqualTo(seen.tap().captured());
            assertThat(seen.tap().captured()).isLessThan(100);
            assertThat(seen.evidence().taps().getFirst().notes())
                    .singleElement()
                    .asString()
                    .matches("[0-9]+ packets of strangers had no place in the evidence, "
                            + "the most of them \\([0-9]+\\) of 10.77.0.3");
            assertThat(seen.evidence().connections())
                    .extracting(connection -> connection.client().toString())
                    .containsExactly(CLIENT);
        }
    }

    @ParameterizedTest
    @CsvSource({CLIENT + ", false", STRANGER + ", true"})
    void whoTurnsOutToBeAClientMissesNothing(String turnsOut, boolean whole) throws Exception {
        pair.a().ip("addr", "add", STRANGER + "/24", "dev", "eth0");
        CaptureOptions little = new CaptureOptions(
                Engine.RING, CaptureOptions.RING_BYTES, CaptureOptions.PCAP_BYTES, 40_000, List.of());
        Plan plan = Plans.withoutClients(SERVER);
        try (ProbeCapture capture =
                pair.b().inside(() -> ProbeCapture.start(Plans.order(plan), Plans.NODE, little, folder))) {
            refused(CLIENT, 300);
            Observations seen = capture.stop(Set.of(IpAddress.parse(turnsOut)), TIMEOUT);

            assertThat(seen.tap().leftOut() == 0).isEqualTo(whole);
            assertThat(seen.evidence().connections().isEmpty()).isEqualTo(whole);
        }
    }

    /** Connects where nobody listens. */
    private void refused(String from, int times) throws Exception {
        pair.a().inside(() -> {
            for (int i = 0; i < times; i++) {
                try (SocketChannel channel = SocketChannel.open().bind(new InetSocketAddress(from, 0))) {
                    channel.connect(new InetSocketAddress(SERVER, 15008));
                } catch (ConnectException e) {
                    continue;
                }
                throw new IllegalStateException("somebody listens");
            }
            return true;
        });
    }

    private static long packets(Path file) throws IOException {
        List<Long> times = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file)) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                times.add(packet.timeNanos());
            }
        }
        assertThat(times).isSorted();
        return times.size();
    }

    @Test
    void losesItsEvidenceAndNotItsCaptureWhenTheDiskTakesNoMore() throws Exception {
        Path gone = folder.resolve("gone");
        try (ProbeCapture capture = pair.b()
                .inside(() ->
                        ProbeCapture.start(Plans.order(PLAN), Plans.NODE, CaptureOptions.usual(Engine.RING), gone))) {
            clear(2, 16384);
            Observations seen = capture.stop(Set.of(), TIMEOUT);

            assertThat(seen.evidence().clear()).hasSize(1);
            assertThat(seen.evidence().taps().getFirst().notes())
                    .singleElement()
                    .asString()
                    .startsWith("evidence could not be kept");
        }
    }

    @Test
    void deletesWhatItKept() throws Exception {
        ProbeCapture capture = start(CaptureOptions.usual(Engine.RING));
        clear(2, 16384);
        capture.close();

        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> capture.stop(Set.of(), TIMEOUT)).isInstanceOf(CaptureException.class);
    }
}
