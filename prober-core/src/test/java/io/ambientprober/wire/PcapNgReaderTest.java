package io.ambientprober.wire;

import static io.ambientprober.wire.PcapNgBytes.endOfOptions;
import static io.ambientprober.wire.PcapNgBytes.option;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapNgReaderTest {
    private static final byte[] DATA = {1, 2, 3, 4, 5};

    private final Path directory;

    PcapNgReaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
                        + "01000000 20000000 7100 0000 00000400 0900 0100 09000000 00000000 20000000"
                        + "06000000 24000000 00000000 7c4cb601 1524fb96 02000000 05000000 cafe0000 24000000",
                "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
                        + "00000001 00000020 0071 0000 00040000 0009 0001 09000000 00000000 00000020"
                        + "00000006 00000024 00000000 01b64c7c 96fb2415 00000002 00000005 cafe0000 00000024",
            })
    void readsBothByteOrders(String hex) throws IOException {
        Capture capture = read(HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThat(capture.packets())
                .containsExactly(new Capture.Seen(1, 0x01B6_4C7C_96FB_2415L, LinkType.LINUX_SLL, 0, 5, "cafe"));
        assertThat(capture.faults()).isEmpty();
        assertThat(capture.dropped()).isZero();
    }

    @Test
    void everySectionHasItsByteOrderAndItsInterfaces() throws IOException {
        PcapNgBytes file = new PcapNgBytes(ByteOrder.LITTLE_ENDIAN)
                .section()
                .device(1, 0)
                .device(113, 0, option(9, new byte[] {9}))
                .packet(1, 7, DATA)
                .packet(0, 7, DATA)
                .section(ByteOrder.BIG_ENDIAN, 4096)
                .device(101, 0)
                .packet(0, 8, DATA);

        assertThat(read(file).packets())
                .containsExactly(
                        new Capture.Seen(1, 7, LinkType.LINUX_SLL, 1, 5, "0102030405"),
                        new Capture.Seen(2, 7000, LinkType.ETHERNET, 0, 5, "0102030405"),
                        new Capture.Seen(3, 8000, LinkType.RAW, 0, 5, "0102030405"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsEveryKindOfPacketBlock(ByteOrder order) throws IOException {
        PcapNgBytes file = new PcapNgBytes(order)
                .section()
                .device(1, 3)
                .device(1, 0)
                .obsoletePacket(1, 0x1_0000_0001L, DATA)
                .simplePacket(9, new byte[] {6, 7, 8})
                .packet(0, 0, 2, 1, new byte[] {1, 2});

        assertThat(read(file).packets())
                .containsExactly(
                        new Capture.Seen(1, 0x1_0000_0001L * 1000, LinkType.ETHERNET, 1, 5, "0102030405"),
                        new Capture.Seen(2, 0x1_0000_0001L * 1000, LinkType.ETHERNET, 0, 9, "060708"),
                        new Capture.Seen(3, 0, LinkType.ETHERNET, 0, 2, "0102"));
    }

    @Test
    void aSimplePacketHasAllOfItsLengthWhenTheInterfaceHasNoLimit() throws IOException {
        PcapNgBytes file =
                new PcapNgBytes(ByteOrder.BIG_ENDIAN).section().device(1, 0).simplePacket(5, DATA);

        assertThat(read(file).data()).containsExactly("0102030405");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void readsTimesAsTheInterfaceHasThem(ByteOrder order) throws IOException {
        PcapNgBytes file = new PcapNgBytes(order)
                .section()
                .device(1, 0, option(9, new byte[] {3}), option(14, 100L), endOfOptions())
                .device(1, 0, option(14, -1L), option(9, new byte[] {(byte) 0x8A}))
                .packet(0, 5, DATA)
                .packet(1, 1536, DATA)
                .packet(1, -1, DATA);

        assertThat(read(file).nanos())
                .startsWith(100_005_000_000L, 500_000_000L)
                .hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void skipsEverythingElse(ByteOrder order) throws IOException {
        Consumer<ByteBuffer> secret = b -> b.put("secret".getBytes(StandardCharsets.US_ASCII));
        PcapNgBytes file = new PcapNgBytes(order)
                .section()
                .block(4, secret)
                .device(1, 0, option(3, "text".getBytes(StandardCharsets.US_ASCII)), endOfOptions())
                .block(10, secret)
                .block(0xBAD, secret)
                .block(0x4000_0BAD, secret)
                .block(0x8000_0001, b -> b.position(b.position() + (3 << 19)))
                .packet(0, 0, 5, 5, DATA, option(1, DATA), option(2, new byte[4]), endOfOptions())
                .block(7, b -> {})
                .packet(0, 0, DATA);

        assertThat(read(file).data()).containsExactly("0102030405", "0102030405");
        assertThat(read(file).faults()).isEmpty();
    }

    @Test
    void skipsOptionsThatAreLongerThanTheBuffer() throws IOException {
        Consumer<ByteBuffer> options = b -> {
            for (int i = 0; i < 20; i++) {
                option(1, new byte[65535]).accept(b);
            }
        };
        PcapNgBytes file = new PcapNgBytes(ByteOrder.LITTLE_ENDIAN)
                .section()
                .device(1, 0, options, option(9, new byte[] {9}))
                .packet(0, 1, 5, 5, DATA, options)
                .packet(0, 2, DATA);

        assertThat(read(file).nanos()).containsExactly(1L, 2L);
    }

    @Test
    void sumsTheLatestStatisticsOfEveryInterfaceAndSection() throws IOException {
        PcapNgBytes file = new PcapNgBytes(ByteOrder.LITTLE_ENDIAN)
                .section()
                .device(1, 0, option(2, "eth0".getBytes(StandardCharsets.US_ASCII)))
                .device(1, 0)
                .statistics(0, option(4, 1000L), option(5, 1L), option(7, 2L), endOfOptions())
                .statistics(1, option(7, 10L))
                .statistics(0, option(5, 4L), option(7, 5L), option(8, 3L))
                .section(ByteOrder.BIG_ENDIAN, -1)
                .device(1, 0)
                .statistics(0, option(5, 100L));

        assertThat(read(file).dropped()).isEqualTo(119);
        assertThat(read(file).notes())
                .containsExactly(
                        "interface 0 (eth0) dropped 9 packets",
                        "interface 1 dropped 10 packets",
                        "interface 0 dropped 100 packets");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void countsWhatPacketsSayWasLostBeforeThem(ByteOrder order) throws IOException {
        PcapNgBytes file = new PcapNgBytes(order)
                .section()
                .device(1, 0)
                .device(1, 0)
                .packet(0, 0, 5, 5, DATA, option(2, new byte[] {0, 0, 0, 1}), option(4, 3L), endOfOptions())
                .packet(0, 0, 5, 5, DATA)
                .obsoletePacket(1, 0, DATA)
                .packet(0, 0, 4, 4, Arrays.copyOf(DATA, 4), option(4, 2L))
                .statistics(0, option(5, 4L));

        Capture capture = read(file);

        assertThat(capture.packets()).hasSize(4);
        assertThat(capture.notes()).containsExactly("interface 0 dropped 5 packets", "interface 1 dropped 7 packets");
        assertThat(capture.dropped()).isEqualTo(12);
    }

    @Test
    void dropsStopAtTheLargestLong() throws IOException {
        PcapNgBytes file = new PcapNgBytes(ByteOrder.LITTLE_ENDIAN)
                .section()
                .device(1, 0)
                .device(1, 0)
                .statistics(0, option(5, -1L), option(7, -1L))
                .statistics(1, option(5, 1L));

        assertThat(read(file).dropped()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anInterfaceThatIsNotReadOnlyMattersWhenItHasAPacket() throws IOException {
        PcapNgBytes file = new PcapNgBytes(ByteOrder.LITTLE_ENDIAN)
                .section()
                .device(127, 0, option(2, "wlan\n0".getBytes(StandardCharsets.US_ASCII)))
                .device(1, 0)
                .packet(1, 0, DATA);

        assertThat(read(file).data()).containsExactly("0102030405");
        assertBroken("link type 127 is not supported: interface 0 (wlan?0)", file.packet(0, 0, DATA));
        assertThat(read(file).packets())
                .extracting(Capture.Seen::linkType)
                .containsExactly(LinkType.ETHERNET, LinkType.OTHER);
    }

    @Test
    void saysThatTheInterfaceOfAPacketIsNotDescribed() throws IOException {
        assertBroken("interface 1 is not described", begun().packet(1, 0, DATA));
        assertBroken("interface 4294967295 is not described", begun().packet(-1, 0, DATA));
        assertBroken("interface 0 is not described", begun().section().simplePacket(5, DATA));
        assertBroken("interface 9 is not described", begun().statistics(9));
    }

    /** A token is one wherever it stands. */
    @Test
    void givesOnTheBytesOfAPacketOfWhichNothingElseIsKnown() throws IOException {
        assertThat(read(begun().packet(1, 0, DATA)).packets()).singleElement().satisfies(packet -> {
            assertThat(packet.linkType()).isEqualTo(LinkType.OTHER);
            assertThat(packet.data()).isEqualTo("0102030405");
        });
    }

    @Test
    void refusesACapturedLengthThatDoesNotFit() throws IOException {
        assertBroken("captured length 262145 of packet 1 is over 262144", begun().packet(0, 0, 262145, 1, DATA));
        assertBroken("captured length 4294967295 of packet 1 is over 262144", begun().packet(0, 0, -1, 1, DATA));
        assertBroken(
                "block of type 0x00000006 and length 40 is too short for what it holds",
                begun().packet(0, 0, 9, 9, DATA));
        assertBroken(
                "block of type 0x00000003 and length 24 is too short for what it holds", begun().simplePacket(9, DATA));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 11, 13, 18})
    void refusesABlockLengthThatNoBlockHas(int length) throws IOException {
        assertBroken(
                "byte 48: block of type 0x00000bad has length " + length,
                begun().raw(0xBAD, length, length, length, length));
    }

    @Test
    void refusesABlockThatDoesNotEndWithItsLength() throws IOException {
        assertBroken(
                "block of type 0x00000bad and length 16 does not end with its length", begun().raw(0xBAD, 16, 0, 20));
    }

    @Test
    void refusesABlockThatIsTooShortForItsFields() throws IOException {
        for (int type : new int[] {1, 2, 3, 5, 6}) {
            assertBroken(
                    "block of type 0x%08x and length 12 is too short for what it holds".formatted(type),
                    begun().raw(type, 12, 12));
        }
    }

    @Test
    void refusesOptionsThatDoNotFit() throws IOException {
        assertBroken(
                "block of type 0x00000001 and length 28 is too short for what it holds",
                begun().device(
                                1,
                                0,
                                b -> b.putShort((short) 2).putShort((short) 5).putInt(0)));
        assertBroken(
                "option 9 of a block of type 0x00000001 has length 2", begun().device(1, 0, option(9, new byte[2])));
        assertBroken(
                "option 7 of a block of type 0x00000005 has length 4", begun().statistics(0, option(7, new byte[4])));
    }

    static List<Consumer<PcapNgBytes>> wrongBlocks() {
        return List.of(
                file -> file.packet(7, 0, DATA),
                file -> file.packet(0, 0, 262145, 1, DATA),
                file -> file.packet(0, 0, 9, 9, DATA),
                file -> file.simplePacket(9, DATA),
                file -> file.obsoletePacket(7, 0, DATA),
                file -> file.statistics(9),
                file -> file.statistics(0, option(7, new byte[4])),
                file -> file.device(1, 0, option(9, new byte[2])),
                file -> file.device(127, 0).packet(1, 0, DATA).packet(1, 0, DATA),
                file -> file.raw(1, 12, 12),
                file -> file.raw(6, 12, 12));
    }

    @ParameterizedTest
    @MethodSource("wrongBlocks")
    void readsOnBehindABlockThatIsWrongInItself(Consumer<PcapNgBytes> wrong) throws IOException {
        PcapNgBytes file = begun().packet(0, 1000, DATA);
        wrong.accept(file);

        Capture capture = read(file.packet(0, 2000, DATA).packet(0, 3000, DATA));

        assertThat(capture.nanos()).containsSubsequence(1_000_000L, 2_000_000L, 3_000_000L);
        assertThat(capture.faults()).singleElement().asString().startsWith("byte ");
    }

    @Test
    void readsThePacketWhoseOptionsAreWrongAndThoseBehindIt() throws IOException {
        Capture capture =
                read(begun().packet(0, 1000, 5, 5, DATA, option(4, new byte[2])).packet(0, 2000, DATA));

        assertThat(capture.nanos()).containsExactly(1_000_000L, 2_000_000L);
        assertThat(capture.faults())
                .singleElement()
                .asString()
                .endsWith("option 4 of a block of type 0x00000006 has length 2");
    }

    /** The interface that follows is 2, as its writer counted. */
    @Test
    void anInterfaceThatCannotBeReadKeepsItsNumber() throws IOException {
        Capture capture = read(begun().raw(1, 12, 12).device(101, 0).packet(2, 1000, DATA));

        assertThat(capture.packets())
                .singleElement()
                .extracting(Capture.Seen::linkType)
                .isEqualTo(LinkType.RAW);
    }

    @Test
    void readsNothingInASectionThatItDoesNotKnow() throws IOException {
        Capture capture = read(begun().packet(0, 1000, DATA)
                .block(0x0A0D0D0A, b -> b.putInt(0x1A2B3C4D).putInt(2).putLong(-1))
                .packet(0, 2000, DATA));

        assertThat(capture.nanos()).containsExactly(1_000_000L);
        assertThat(capture.faults()).singleElement().asString().endsWith("version 2 of pcapng is not supported");
    }

    @Test
    void doesNotReadOnBehindWrongBlocksWithoutEnd() throws IOException {
        PcapNgBytes file = begun();
        for (int i = 0; i < 70_000; i++) {
            file.raw(6, 12, 12);
        }

        assertThat(read(file.packet(0, 1000, DATA)).packets()).isEmpty();
    }

    @Test
    void refusesAnotherVersionOrByteOrder() throws IOException {
        assertBroken(
                "version 2 of pcapng is not supported",
                new PcapNgBytes(ByteOrder.BIG_ENDIAN)
                        .block(
                                0x0A0D0D0A,
                                b -> b.putInt(0x1A2B3C4D).putInt(0x20000).putLong(-1)));
        assertBroken(
                "byte 0: 0x1a2b3c4e is not a byte order of a pcapng section",
                new PcapNgBytes(ByteOrder.BIG_ENDIAN)
                        .block(
                                0x0A0D0D0A,
                                b -> b.putInt(0x1A2B3C4E).putInt(0x10000).putLong(-1)));
        assertBroken("shorter than the header of a pcapng file", new PcapNgBytes(ByteOrder.BIG_ENDIAN).raw(0x0A0D0D0A));
    }

    @Test
    void refusesInterfacesWithoutEnd() throws IOException {
        PcapNgBytes file = begun();
        for (int i = 0; i < PcapNgInterfaces.MAX; i++) {
            file.raw(1, 20, 1, 0, 20);
        }

        assertBroken("more than 16384 interfaces in a section", file);
    }

    @Test
    void saysWhereTheFileEndsInsideABlock() throws IOException {
        PcapNgBytes file = begun().packet(0, 0, DATA);
        int packets = file.size();
        byte[] bytes = file.statistics(0, option(7, 3L)).bytes();

        assertThat(cut(bytes, packets - 1).faults())
                .containsExactly("byte " + (packets - 4) + ": the file ends inside packet 1");
        assertThat(cut(bytes, packets - 1).data()).containsExactly("0102030405");
        assertThat(cut(bytes, packets - 10).data()).containsExactly("0102");
        assertThat(cut(bytes, packets - 10).faults())
                .containsExactly("byte " + (packets - 10) + ": the file ends inside packet 1");
        assertThat(cut(bytes, packets).faults()).isEmpty();
        assertThat(cut(bytes, packets + 11).faults())
                .containsExactly("byte " + packets + ": the file ends inside a block");
        assertThat(cut(bytes, packets + 20).faults())
                .containsExactly("byte " + (packets + 20) + ": the file ends inside a block of type 0x00000005");
        assertThat(cut(bytes, bytes.length).faults()).isEmpty();
        assertThat(cut(bytes, bytes.length).notes()).containsExactly("interface 0 dropped 3 packets");
    }

    @Test
    void whatACounterHadReachedBeforeItFellIsCounted() throws IOException {
        PcapNgBytes file = begun().device(1, 0, option(2, "eth1".getBytes(StandardCharsets.US_ASCII)))
                .statistics(0, option(4, 9L), option(5, 0L), option(7, 3L))
                .statistics(1, option(5, 1L))
                .statistics(0, option(4, 9L), option(7, 0L))
                .statistics(1, option(5, 0L))
                .statistics(0, option(7, 2L));

        Capture capture = read(file);

        assertThat(capture.dropped()).isEqualTo(6);
        assertThat(capture.faults())
                .satisfiesExactly(
                        fault -> assertThat(fault).matches("byte \\d+: isb_osdrop of interface 0 fell from 3 to 0: .*"),
                        fault -> assertThat(fault)
                                .matches("byte \\d+: isb_ifdrop of interface 1 \\(eth1\\) fell from 1 to 0: .*"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8})
    void noCounterMayFall(int counter) throws IOException {
        PcapNgBytes grown = begun().statistics(0, option(counter, 2L)).statistics(0, option(counter, 2L));

        assertThat(read(grown).faults()).isEmpty();
        assertThat(read(grown.statistics(0, option(counter, 1L))).faults()).hasSize(1);
    }

    @Test
    void aCounterBeginsAnewInANewSection() throws IOException {
        PcapNgBytes file =
                begun().statistics(0, option(4, 7L)).section().device(1, 0).statistics(0, option(4, 1L));

        assertThat(read(file).faults()).isEmpty();
    }

    @Test
    void namesTheFirstFewResetsOfMany() throws IOException {
        PcapNgBytes file = begun();
        for (long i = 0; i < 100; i++) {
            file.statistics(0, option(5, i % 2));
        }

        assertThat(read(file).faults()).hasSizeLessThan(20);
        assertThat(read(file).dropped()).isEqualTo(50);
    }

    private Capture cut(byte[] bytes, int length) throws IOException {
        return read(Arrays.copyOf(bytes, length));
    }

    private static PcapNgBytes begun() {
        return new PcapNgBytes(ByteOrder.LITTLE_ENDIAN).section().device(1, 0);
    }

    private Capture read(PcapNgBytes file) throws IOException {
        return read(file.bytes());
    }

    private Capture read(byte[] bytes) throws IOException {
        return Capture.read(directory, bytes);
    }

    private void assertBroken(String message, PcapNgBytes file) throws IOException {
        assertThat(Capture.complaint(directory, file.bytes())).endsWith(message);
    }
}
