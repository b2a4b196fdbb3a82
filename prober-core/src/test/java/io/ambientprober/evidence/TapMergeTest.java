package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PcapNgStatistics;
import io.ambientprober.wire.PcapNgWriter;
import io.ambientprober.wire.PcapWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of the files of a node's taps: every packet once, in the order of time, and what the files say of themselves. */
class TapMergeTest {
    private static final long NOON = 1_785_000_000_000_000_000L;
    private static final String RUN = "7Z3K9QWM2TXB";

    @TempDir
    Path folder = Path.of("");

    /** A capture with a packet at each of these times, in nanoseconds behind noon. */
    private void pcap(String name, int... times) throws IOException {
        try (PcapWriter writer = new PcapWriter(
                Files.newOutputStream(folder.resolve(name)), ByteOrder.LITTLE_ENDIAN, true, LinkType.RAW.code())) {
            for (int time : times) {
                writer.packet(NOON + time, (byte) 0x45, (byte) time);
            }
        }
    }

    /** A capture that says how many packets were lost on each of its devices. */
    private void lossy(String name, int... dropped) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name));
                PcapNgWriter writer = new PcapNgWriter(out, "test", "")) {
            Packet packet = new Packet();
            packet.set(new byte[] {0x45}, 0, 1, 1, NOON, LinkType.RAW, 0);
            for (int lost : dropped) {
                int device = writer.device(LinkType.RAW, 0, "eth", "");
                writer.packet(device, packet, "");
                writer.statistics(device, new PcapNgStatistics(NOON, 9, -1, lost, 9));
            }
        }
    }

    private void cut(String name, int bytes) throws IOException {
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
    }

    private static Tap tap(String id, String... files) {
        return new Tap(id, "n1", List.of(files), "RAW", null, null, 0, 0, 0, List.of());
    }

    private TapMerge open(Tap... taps) throws IOException {
        return TapMerge.open(List.of(taps), folder, RUN);
    }

    /** As {@code tap number@time}. */
    private static List<String> rest(TapMerge merge) throws IOException {
        List<String> packets = new ArrayList<>();
        for (Packet packet = merge.next(); packet != null; packet = merge.next()) {
            packets.add(merge.source() + " " + packet.number() + "@" + (packet.timeNanos() - NOON));
        }
        return packets;
    }

    /** Every tap numbers its packets by itself; of those of one time the tap that is named first comes first. */
    @Test
    void packetsOfSeveralTapsComeInTheOrderOfTime() throws IOException {
        pcap("a", 1, 4, 5, 9);
        pcap("b", 2, 3, 5, 6);
        pcap("c");

        try (TapMerge merge = open(tap("a", "a"), tap("b", "b"), tap("c", "c"))) {
            assertThat(rest(merge))
                    .containsExactly("0 1@1", "1 1@2", "1 2@3", "0 2@4", "0 3@5", "1 3@5", "1 4@6", "0 4@9");
            assertThat(merge.next()).as("behind the end").isNull();
        }
    }

    /** Numbered through all of them. */
    @ParameterizedTest
    @CsvSource({"a, b, c", "c, a, b", "b, c, a"})
    void filesOfATapComeInTheOrderOfTime(String one, String other, String third) throws IOException {
        pcap("a", 1, 2);
        pcap("b", 3, 9);
        pcap("c", 4, 5);

        try (TapMerge merge = open(tap("t", one, other, third))) {
            assertThat(rest(merge)).containsExactly("0 1@1", "0 2@2", "0 3@3", "0 4@4", "0 5@5", "0 6@9");
            assertThat(merge.tap(0).held()).hasSize(3);
        }
    }

    @Test
    void ofPacketsOfOneTimeThoseOfTheFileThatBeganFirstComeFirst() throws IOException {
        pcap("b", 2, 5);
        pcap("a", 1, 5);

        try (TapMerge merge = open(tap("t", "b", "a"))) {
            assertThat(rest(merge)).containsExactly("0 1@1", "0 2@2", "0 3@5", "0 4@5");
            assertThat(merge.tap(0).held()).extracting(HeldPackets::files).containsExactly(List.of("a"), List.of("b"));
        }
    }

    @Test
    void oneFileNeedNotBeInTheOrderOfTime() throws IOException {
        pcap("a", 5, 1, 3);

        try (TapMerge merge = open(tap("t", "a"))) {
            assertThat(rest(merge)).containsExactly("0 1@5", "0 2@1", "0 3@3");
        }
    }

    /** A clock may be coarse: a file that begins when another ends follows it. */
    @Test
    void anyNumberOfFilesMayHoldOnePacketOfTheSameTime() throws IOException {
        List<String> names = many(TapReader.MAX_OPEN + 1, 7);

        try (TapMerge merge = open(tap("t", names.toArray(String[]::new)))) {
            assertThat(rest(merge)).hasSize(names.size());
        }
    }

    @Test
    void asManyFilesAsMayBeOpenMayOverlap() throws IOException {
        List<String> names = many(TapReader.MAX_OPEN, 7, 8);

        try (TapMerge merge = open(tap("t", names.toArray(String[]::new)))) {
            assertThat(rest(merge)).hasSize(2 * names.size()).endsWith("0 " + 2 * names.size() + "@8");
        }
    }

    /** Read ahead, they would take 2 MiB each. */
    @Test
    void hundredsOfTapsTakeNoMoreMemoryThanAFew() throws IOException {
        pcap("f", IntStream.range(0, 100_000).toArray());
        Tap[] taps = IntStream.range(0, 600).mapToObj(i -> tap("t" + i, "f")).toArray(Tap[]::new);

        try (TapMerge merge = open(taps)) {
            assertThat(merge.next()).isNotNull();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("read ahead"))
                    .hasSizeBetween(1, 100);
        }
    }

    @Test
    void everyPacketOfHundredsOfTapsIsRead() throws IOException {
        pcap("f", 1, 2, 3);
        Tap[] taps = IntStream.range(0, 600).mapToObj(i -> tap("t" + i, "f")).toArray(Tap[]::new);

        try (TapMerge merge = open(taps)) {
            assertThat(rest(merge)).hasSize(1800).startsWith("0 1@1", "1 1@1").endsWith("599 3@3");
        }
    }

    private List<String> many(int count, int... times) throws IOException {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "f" + i).toList();
        for (String name : names) {
            pcap(name, times);
        }
        return names;
    }

    @Test
    void lossesAndFaultsOfEachFileAddUp() throws IOException {
        lossy("a", 3);
        lossy("b", 4, 0);
        pcap("c", 9, 10);
        cut("c", 1);

        try (TapMerge merge = open(tap("t", "a", "b", "c"))) {
            rest(merge);

            assertThat(merge.tap(0).dropped()).isEqualTo(7);
            assertThat(merge.tap(0).notes())
                    .containsExactly(
                            "a: interface 0 (eth) dropped 3 packets", "b: interface 0 (eth) dropped 4 packets");
            assertThat(merge.tap(0).faults()).singleElement().asString().startsWith("c: byte ");
        }
    }

    @Test
    void aFileThatIsAloneNeedsNoNameInWhatIsSaidOfIt() throws IOException {
        lossy("a", 3);

        try (TapMerge merge = open(tap("t", "a"))) {
            rest(merge);

            assertThat(merge.tap(0).notes()).containsExactly("interface 0 (eth) dropped 3 packets");
        }
    }

    /** A report stays readable, whatever the number of files that are cut. */
    @ParameterizedTest
    @ValueSource(ints = {16, 17, 30})
    void noMoreThanSixteenFaultsAreNamed(int files) throws IOException {
        String[] names = new String[files];
        for (int i = 0; i < files; i++) {
            names[i] = "f" + i;
            pcap(names[i], i, i);
            cut(names[i], 1);
        }

        try (TapMerge merge = open(tap("t", names))) {
            rest(merge);

            List<String> faults = merge.tap(0).faults();
            assertThat(faults.subList(0, 16)).allMatch(fault -> fault.matches("f\\d+: byte \\d+: .*"));
            assertThat(faults.subList(16, faults.size()))
                    .hasSize(files > 16 ? 1 : 0)
                    .allMatch(fault -> fault.startsWith("and so on"));
        }
    }

    @Test
    void leavesNoFileOpen() throws IOException {
        pcap("a", 1, 2);
        pcap("b", 1, 2);
        try (TapMerge merge = open(tap("a", "a"), tap("b", "b", "a"))) {
            assertThat(merge.next()).isNotNull();
            assertThat(openFiles()).as("in the middle").isPositive();
        }

        assertThat(openFiles()).isZero();
    }

    @Test
    void leavesNoFileOpenBehindOneThatIsNoCapture() throws IOException {
        pcap("a", 1, 2);
        Files.writeString(folder.resolve("b"), "this is no capture");

        assertThatThrownBy(() -> open(tap("a", "a"), tap("b", "b"))).hasMessageContaining("neither pcap nor pcapng");

        assertThat(openFiles()).isZero();
    }

    /** Of this process, in the folder at hand. */
    private long openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(this::isInFolder).count();
        }
    }

    private boolean isInFolder(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder.toRealPath());
        } catch (IOException e) {
            // closed since it was listed
            return false;
        }
    }

    @Test
    void closesEachWhateverBecomesOfTheOthers() {
        List<String> closed = new ArrayList<>();
        List<Closeable> all =
                List.of(() -> fail(closed, "a"), () -> closed.add("b"), () -> fail(closed, "c"), () -> closed.add("d"));

        assertThatThrownBy(() -> TapReader.closeAll(all))
                .hasMessage("a")
                .satisfies(e -> assertThat(Objects.requireNonNull(e).getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("c"));
        assertThat(closed).containsExactly("a", "b", "c", "d");
    }

    private static void fail(List<String> closed, String name) throws IOException {
        closed.add(name);
        throw new IOException(name);
    }
}
