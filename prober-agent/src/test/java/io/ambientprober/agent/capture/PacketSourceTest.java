package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.capture.Tapping.Seen;
import io.ambientprober.agent.testnet.Place;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.agent.testnet.TestNetwork;
import io.ambientprober.agent.testnet.TestNetwork.Pair;
import io.ambientprober.api.AgentApi;
import io.ambientprober.evidence.NodeObserver;
import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.Headers;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every engine, on real packets. */
@Tag("root")
final class PacketSourceTest {
    private static final String B = "10.77.0.2";
    private static final String B6 = "fd77::2";
    private static final ProbeTraffic TRAFFIC = traffic(B, B6, "10.78.0.2", "10.79.0.2");

    private final TestNetwork network = new TestNetwork();

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

    private static ProbeTraffic traffic(String... addresses) {
        return new ProbeTraffic(
                Stream.of(addresses).map(IpAddress::parse).toList(), AddressRanges.NONE, List.of(4789, 8472));
    }

    private static CaptureOptions options(Engine engine) {
        return CaptureOptions.usual(engine);
    }

    private static List<Integer> numbers(List<Seen> seen, String destination) {
        return seen.stream()
                .filter(packet -> packet.kind() == Headers.Kind.UDP
                        && packet.destination().equals(IpAddress.parse(destination)))
                .map(Seen::number)
                .toList();
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void losesNothingWhenItIsStoppedRightAfterTheTraffic(Engine engine) throws Exception {
        int packets = 40;
        for (int i = 0; i < 100; i++) {
            try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, options(engine));
                    Sender sender = Sender.open(pair.a(), B)) {
                sender.send(packets, 600);
                List<Seen> seen = tapping.stop();

                assertThat(numbers(seen, B)).as("capture %d", i).isEqualTo(upTo(packets));
                assertThat(tapping.statistics().kernelDropped()).isZero();
                assertThat(tapping.statistics().accepted()).isGreaterThanOrEqualTo(seen.size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void countsOnTheLoopbackDeviceWhatItDelivers(Engine engine) throws Exception {
        ProbeTraffic loopback = traffic("127.0.0.1");
        try (Tapping tapping = Tapping.start(pair.b(), loopback, options(engine));
                Sender sender = Sender.open(pair.b(), "127.0.0.1")) {
            sender.send(50, 100);
            List<Seen> seen = tapping.stop();

            assertThat(numbers(seen, "127.0.0.1").stream().distinct().toList()).isEqualTo(upTo(50));
            assertThat(tapping.statistics()).isEqualTo(new SourceStatistics(seen.size(), 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void countsWhatItLoses(Engine engine) throws Exception {
        CaptureOptions tiny = new CaptureOptions(engine, 1 << 17, 1 << 17, 0, List.of());
        long wait = TimeUnit.MILLISECONDS.toNanos(1);
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, tiny, packet -> LockSupport.parkNanos(wait));
                Sender sender = Sender.open(pair.a(), B)) {
            sender.send(4000, 1400);
            List<Seen> seen = tapping.stop();

            SourceStatistics statistics = tapping.statistics();
            assertThat(statistics.kernelDropped()).isPositive();
            assertThat(seen.size() + statistics.kernelDropped()).isEqualTo(statistics.accepted());
            assertThat(numbers(seen, B)).hasSizeLessThan(4000).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void filtersFromTheFirstPacketOn(Engine engine) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (Sender noise = Sender.open(pair.a(), B)) {
            Thread flood = Thread.ofPlatform().start(() -> flood(noise, enough));
            try {
                for (int i = 0; i < 20; i++) {
                    try (Tapping tapping = Tapping.start(pair.b(), traffic("10.77.0.99"), options(engine))) {
                        assertThat(tapping.stop()).isEmpty();
                        assertThat(tapping.statistics().kernelDropped()).isZero();
                    }
                }
            } finally {
                enough.set(true);
                flood.join();
            }
        }
    }

    private static void flood(Sender noise, AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                noise.send(20, 200);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void seesDevicesThatAppearLater(Engine engine) throws Exception {
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, options(engine))) {
            pair.connect("late0", 78);
            try (Sender sender = Sender.open(pair.a(), "10.78.0.2")) {
                sender.send(3, 100);
            }
            List<Seen> seen = tapping.stop();

            assertThat(numbers(seen, "10.78.0.2")).containsExactly(0, 1, 2);
            assertThat(seen)
                    .filteredOn(packet -> packet.port() == 9)
                    .extracting(Seen::device)
                    .containsOnly("late0");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void tellsNanoseconds(Engine engine) throws Exception {
        Instant before = Instant.now();
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, options(engine));
                Sender sender = Sender.open(pair.a(), B)) {
            sender.send(50, 100);
            List<Seen> seen = tapping.stop();

            List<Long> times = seen.stream().map(Seen::timeNanos).toList();
            assertThat(times).isSorted().anyMatch(time -> time % 1000 != 0);
            assertThat(Instant.ofEpochSecond(0, times.getFirst()))
                    .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void readsIpv6(Engine engine) throws Exception {
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, options(engine));
                Sender sender = Sender.open(pair.a(), B6)) {
            sender.send(5, 100);

            assertThat(numbers(tapping.stop(), B6)).isEqualTo(upTo(5));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void putsFragmentsTogether(Engine engine) throws Exception {
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, options(engine))) {
            for (String address : List.of(B, B6)) {
                try (Sender sender = Sender.open(pair.a(), address)) {
                    sender.send(5, 9000);
                }
            }
            List<Seen> seen = tapping.stop();

            assertThat(numbers(seen, B)).isEqualTo(upTo(5));
            assertThat(numbers(seen, B6)).isEqualTo(upTo(5));
        }
    }

    /** Where it is sent the tag stands in the packet's bytes, where it is received beside them. */
    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void readsVlanTags(Engine engine) throws Exception {
        for (Place place : List.of(pair.a(), pair.b())) {
            List<Seen> seen = tagged(engine, place, 0x8100, 7, List.of());

            assertThat(seen).as("in %s", place).extracting(Seen::number).containsExactly(0, 1, 2);
            assertThat(seen).allMatch(packet -> packet.captured() == packet.length());
            // libpcap leaves the tag of a cooked packet out
            if (engine == Engine.RING) {
                assertThat(seen).as("in %s", place).allMatch(packet -> packet.tag() == 0x8100 && packet.vlan() == 7);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void readsTwoVlanTags(Engine engine) throws Exception {
        for (Place place : List.of(pair.a(), pair.b())) {
            List<Seen> seen = tagged(engine, place, 0x88A8, 5, List.of(6));

            assertThat(seen).as("in %s", place).extracting(Seen::number).containsExactly(0, 1, 2);
        }
    }

    private List<Seen> tagged(Engine engine, Place place, int tag, int vlan, List<Integer> innerVlans)
            throws Exception {
        try (Tapping tapping = Tapping.start(place, TRAFFIC, options(engine));
                RawSender sender = RawSender.open(pair.a(), "eth0")) {
            for (int number = 0; number < 3; number++) {
                sender.send(frame(number, tag, vlan, innerVlans));
            }
            return tapping.stop().stream().filter(packet -> packet.port() == 9).toList();
        }
    }

    private static byte[] frame(int number, int tag, int vlan, List<Integer> innerVlans) {
        byte[] payload = ByteBuffer.allocate(64).putInt(0, number).array();
        byte[] packet = Packets.ipv4("10.77.0.1", B, 17, Packets.udp(1000, 9, payload));
        ByteBuffer frame = ByteBuffer.allocate(200);
        frame.put(HexFormat.of().parseHex("020000004d02020000004d01"));
        frame.putShort((short) tag).putShort((short) vlan);
        innerVlans.forEach(inner -> frame.putShort((short) 0x8100).putShort((short) (int) inner));
        frame.putShort((short) Packets.IPV4).put(packet);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void looksIntoVxlan(Engine engine) throws Exception {
        for (Place place : List.of(pair.a(), pair.b())) {
            String other = place.equals(pair.a()) ? B : "10.77.0.1";
            place.ip(
                    "link", "add", "vx0", "type", "vxlan", "id", "42", "dstport", "8472", "remote", other, "dev",
                    "eth0");
        }
        pair.configure("vx0", 78);
        try (Tapping tapping = Tapping.start(pair.b(), traffic("10.78.0.2"), options(engine));
                Sender sender = Sender.open(pair.a(), "10.78.0.2")) {
            sender.send(5, 100);
            List<Seen> seen = tapping.stop();

            assertThat(seen)
                    .filteredOn(packet -> packet.port() == 9 && packet.device().equals("eth0"))
                    .hasSize(5)
                    .allSatisfy(packet -> assertThat(packet.tunnels()).containsExactly("vxlan 42"));
            assertThat(seen)
                    .filteredOn(packet -> packet.port() == 9 && packet.device().equals("vx0"))
                    .extracting(Seen::number)
                    .isEqualTo(upTo(5));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void readsSegmentsThatOffloadLeavesTogether(Engine engine) throws Exception {
        int bytes = 8 << 20;
        // Room for all of it, however late a busy machine lets the reader have its turn.
        CaptureOptions roomy = new CaptureOptions(engine, 8 * bytes, 8 * bytes, AgentApi.EVIDENCE_BYTES, List.of());
        NodeObserver observer =
                new NodeObserver(Plans.plan("10.77.0.1", B), Plans.NODE, List.of(Plans.NODE), VxlanPorts.usual());
        Consumer<Packet> counted = packet -> observer.accept(0, packet);
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, roomy, counted)) {
            transfer(bytes);
            List<Seen> towards = tapping.stop().stream()
                    .filter(packet -> packet.kind() == Headers.Kind.TCP
                            && packet.destination().equals(IpAddress.parse(B)))
                    .toList();

            assertThat(tapping.statistics().kernelDropped()).isZero();
            assertThat(towards).allMatch(packet -> packet.captured() == packet.length());
            assertThat(towards).extracting(Seen::length).anyMatch(length -> length > 60_000);
            // Each byte once: a busy machine retransmits.
            assertThat(observer.finish().connections()).singleElement().satisfies(connection -> {
                assertThat(connection.fromClient().payloadBytes()).isEqualTo(bytes);
                assertThat(connection.fromClient().missingBytes()).isZero();
            });
        }
    }

    private void transfer(int bytes) throws Exception {
        try (ServerSocketChannel server =
                        pair.b().inside(() -> ServerSocketChannel.open().bind(new InetSocketAddress(B, 8080)));
                SocketChannel client = pair.a().inside(() -> SocketChannel.open(new InetSocketAddress(B, 8080)));
                SocketChannel accepted = server.accept()) {
            Thread writer = Thread.ofPlatform().start(() -> write(client, bytes));
            ByteBuffer sink = ByteBuffer.allocate(1 << 16);
            for (int got = 0; got < bytes; got += accepted.read(sink.clear())) {
                sink.clear();
            }
            writer.join();
        }
    }

    private static void write(SocketChannel client, int bytes) {
        ByteBuffer source = ByteBuffer.allocate(1 << 18);
        try {
            for (int sent = 0; sent < bytes; sent += source.capacity()) {
                source.clear();
                while (source.hasRemaining()) {
                    client.write(source);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RING", "PCAP"})
    void saysWhatTheReaderThrew(Engine engine) throws Exception {
        List<RuntimeException> thrown = new ArrayList<>();
        try (Tapping tapping = Tapping.start(pair.b(), TRAFFIC, options(engine), packet -> {
                    RuntimeException e = new IllegalStateException("on purpose");
                    thrown.add(e);
                    throw e;
                });
                Sender sender = Sender.open(pair.a(), B)) {
            sender.send(3, 100);

            assertThat(tapping.failed())
                    .satisfiesAnyOf(
                            e -> assertThat(e).hasMessage("on purpose"),
                            e -> assertThat(e)
                                    .hasMessageContaining("the capture broke off")
                                    .hasRootCauseMessage("on purpose"));
            assertThat(thrown).hasSize(1);
        }
    }
}
