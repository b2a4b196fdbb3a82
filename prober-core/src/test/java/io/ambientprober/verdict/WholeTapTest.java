package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.traffic.Frame;
import io.ambientprober.traffic.Recording;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.CaptureFormatException;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A healthy path whose tap is not whole in one way: each takes the PASS, and says where. */
class WholeTapTest {
    private static final Scene HEALTHY = Scenario.all().getFirst().scene();
    private static final String PATH = "0001";
    private static final Tap TAP = HEALTHY.plan().taps().getLast();
    private static final int CUTS = 60;

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void aWholeOneTakesNothing(SceneFiles format) throws IOException {
        format.write(HEALTHY, folder);

        assertThat(verdict(HEALTHY.plan()).encryption().reason()).isEqualTo(EncryptionReason.HBONE);
    }

    @ParameterizedTest
    @EnumSource
    void theFileIsCut(SceneFiles format) throws IOException {
        format.write(HEALTHY, folder);
        byte[] whole = Files.readAllBytes(folder.resolve(TAP.files().getFirst()));
        RandomGenerator random = Seeds.random("cut", format);
        for (int i = 0; i < CUTS; i++) {
            int length = i < CUTS / 2 ? whole.length - 1 - i : random.nextInt(whole.length);
            Files.write(folder.resolve(TAP.files().getFirst()), Arrays.copyOf(whole, length));
            assertNotWhole(format + ", " + length + " of " + whole.length + " bytes", HEALTHY.plan());
        }
    }

    @ParameterizedTest
    @EnumSource
    void somethingFollowsThatIsNoPacket(SceneFiles format) throws IOException {
        format.write(HEALTHY, folder);
        byte[] whole = Files.readAllBytes(folder.resolve(TAP.files().getFirst()));
        RandomGenerator random = Seeds.random("follows", format);
        for (int more = 1; more < CUTS; more++) {
            byte[] followed = Arrays.copyOf(whole, whole.length + more);
            for (int at = whole.length; at < followed.length; at++) {
                followed[at] = (byte) (more % 2 == 0 ? 0 : random.nextInt());
            }
            Files.write(folder.resolve(TAP.files().getFirst()), followed);
            assertNotWhole(format + ", followed by " + more + " bytes", HEALTHY.plan());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 100})
    void itsFileHoldsMoreOrFewerPacketsThanWereCaptured(int more) throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);
        long held = Objects.requireNonNull(TAP.captured());

        assertFindings(HEALTHY.plan(), tap -> counting(tap, held + more, 0, 0))
                .containsExactly("tap node-2 holds " + held + " of " + (held + more) + " packets captured");
    }

    @Test
    void itHoldsNothing() throws IOException {
        Scene empty = changed(frames -> List.of());
        SceneFiles.PCAPNG.write(empty, folder);

        assertFindings(empty.plan(), tap -> tap).containsExactly("tap node-2 captured nothing");
    }

    @Test
    void thePlanCountsLosses() throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);

        assertFindings(HEALTHY.plan(), tap -> counting(tap, Objects.requireNonNull(tap.captured()), 3, 0))
                .containsExactly("tap node-2 lost 3 packets, by the kernel's count");
        assertFindings(HEALTHY.plan(), tap -> counting(tap, Objects.requireNonNull(tap.captured()), 0, 1))
                .containsExactly("tap node-2 lost 1 packet, by the device's count");
    }

    @Test
    void anAgentHadNoRoomForSomeOfTheProbe() throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);

        assertFindings(HEALTHY.plan(), tap -> agents(tap, 4))
                .containsExactly("tap node-2 has no room for 4 packets of the probe: they were analysed and not kept");
    }

    @Test
    void itIsWholeWhereNobodyCountedOrAnAgentReadMore() throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);

        assertThat(verdict(withTap(HEALTHY.plan(), tap -> agents(tap, 0)))
                        .encryption()
                        .reason())
                .isEqualTo(EncryptionReason.HBONE);
        assertThat(verdict(withTap(HEALTHY.plan(), WholeTapTest::uncounted))
                        .encryption()
                        .reason())
                .isEqualTo(EncryptionReason.HBONE);
    }

    @ParameterizedTest
    @EnumSource
    void theSamePacketsUnderTwoNodesAreNoVerdict(SceneFiles format) throws IOException {
        Recording other = HEALTHY.recordings().getLast();
        Scene twice = HEALTHY.with(List.of(
                new Recording(HEALTHY.plan().taps().getFirst(), other.frames(), 0).with(other.frames()), other));
        SceneFiles.PCAP_NANOS.write(twice, folder);
        format.write(twice.with(List.of(other)), folder);

        assertThatThrownBy(() -> verdict(twice.plan()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("node-1.pcap of node node-1")
                .hasMessageContaining("node-2.pcap of node node-2")
                .hasMessageNotContaining("\n");
    }

    /** Beside another file of its node, as another tap of it, or in two parts, as a ring has them. */
    @ParameterizedTest
    @ValueSource(strings = {"beside", "another tap", "in parts"})
    void norOneFileAmongOthersOfItsNode(String how) throws IOException {
        SceneFiles.PCAPNG.write(HEALTHY, folder);
        List<Tap> taps = HEALTHY.plan().taps();
        String of1 = taps.getFirst().files().getFirst();
        Plan twice = switch (how) {
            case "beside" ->
                withTap(HEALTHY.plan(), tap -> {
                    write(
                            SceneFiles.PCAP_MICROS,
                            "again.pcap",
                            HEALTHY.recordings().getFirst().frames());
                    return uncounted(tap).withFiles(List.of(TAP.files().getFirst(), "again.pcap"));
                });
            case "another tap" -> {
                Tap more = new Tap("more", "node-2", of1, "ETHERNET", 1, 0, 0);
                yield withTaps(HEALTHY.plan(), List.of(taps.getFirst(), taps.getLast(), more));
            }
            default ->
                withTap(HEALTHY.plan(), tap -> {
                    List<Frame> frames = HEALTHY.recordings().getFirst().frames();
                    write(SceneFiles.PCAP_MICROS, "a.pcap", frames.subList(0, 10));
                    write(SceneFiles.PCAP_PACKED, "b.pcap", frames.subList(10, frames.size()));
                    return uncounted(tap).withFiles(List.of("b.pcap", "a.pcap"));
                });
        };

        assertThatThrownBy(() -> verdict(twice))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(of1 + " of node node-1 and ")
                .hasMessageContaining(how.equals("in parts") ? "b.pcap of node node-2" : "of node node-2")
                .hasMessageContaining("hold the same packets")
                .hasMessageNotContaining("\n");
    }

    private void write(SceneFiles format, String file, List<Frame> frames) {
        Recording recording = new Recording(TAP.withFiles(List.of(file)), frames, 0);
        try {
            format.write(HEALTHY.with(List.of(recording)), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNodeHasNoTap() throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);
        Plan plan = HEALTHY.plan();
        Plan oneTap = withTaps(plan, List.of(plan.taps().getFirst()));

        assertFindings(oneTap, tap -> tap).containsExactly("node node-2 has no tap: what passed there is not known");
    }

    @ParameterizedTest
    @EnumSource
    void aPacketIsNothingButZeros(SceneFiles format) throws IOException {
        Scene zeros = changed(frames -> {
            List<Frame> more = new ArrayList<>(frames);
            Frame last = frames.getLast();
            more.add(new Frame(last.timeNanos(), last.linkType(), 0, new byte[60], 60));
            more.add(new Frame(last.timeNanos(), last.linkType(), 0, new byte[0], 0));
            return more;
        });
        format.write(zeros, folder);

        assertFindings(zeros.plan(), tap -> tap)
                .containsExactly("tap node-2 is not whole: packet " + (Objects.requireNonNull(TAP.captured()) + 1)
                        + ", and 1 more, hold nothing but zeros");
    }

    @Test
    void aPacketClaimsMoreThanABlockCanHold() throws IOException {
        SceneFiles.PCAP_NANOS.write(HEALTHY, folder);
        change(bytes -> bytes.putInt(24 + 8, 262145));
        assertFindings(HEALTHY.plan(), tap -> tap)
                .contains("tap node-2 is not whole: byte 24: captured length 262145 of packet 1 is over 262144");

        SceneFiles.PCAPNG.write(HEALTHY, folder);
        change(bytes -> bytes.putInt(lastPacket(bytes) + 20, 100_000));
        assertFindings(HEALTHY.plan(), tap -> tap)
                .anyMatch(finding ->
                        finding.matches("tap node-2 is not whole: byte \\d+: .* is too short for what it holds"));
    }

    /** What is behind it is read: clear text there is worse than a tap that is not whole. */
    @ParameterizedTest
    @ValueSource(strings = {"healthy", "in clear"})
    void aBlockIsWrongBeforeEverythingElse(String name) throws IOException {
        Scene scene = Scenario.all().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow()
                .scene();
        SceneFiles.PCAPNG.write(scene, folder);
        for (Tap tap : scene.plan().taps()) {
            Path file = folder.resolve(tap.files().getFirst());
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int first = firstPacket(bytes);
            ByteBuffer wrong = block(5, 24).putInt(999).putLong(0).putInt(24);
            Files.write(
                    file,
                    ByteBuffer.allocate(bytes.capacity() + wrong.capacity())
                            .put(bytes.slice(0, first))
                            .put(wrong.flip())
                            .put(bytes.slice(first, bytes.capacity() - first))
                            .array());
        }

        PathVerdict verdict = verdict(scene.plan());

        assertThat(verdict.encryption().reason())
                .isEqualTo(name.equals("healthy") ? EncryptionReason.DROPPED : EncryptionReason.PLAINTEXT);
        if (name.equals("healthy")) {
            assertThat(verdict.encryption().findings())
                    .hasSize(scene.plan().taps().size())
                    .allMatch(finding ->
                            finding.matches("tap .* is not whole: byte \\d+: interface 999 is not described"));
        }
    }

    @Test
    void theFileCountsLosses() throws IOException {
        SceneFiles.PCAPNG.write(HEALTHY, folder);
        append(statistics(0, 5, 0, 7, 3));
        assertFindings(HEALTHY.plan(), tap -> tap)
                .containsExactly(
                        "tap node-2 lost 3 packets, by the capture's own count",
                        "tap node-2: interface 0 (LINUX_SLL2) dropped 3 packets");

        append(statistics(0, 5, 0, 7, 0));
        assertFindings(HEALTHY.plan(), tap -> tap)
                .satisfiesExactly(
                        finding -> assertThat(finding).contains("lost 3 packets"),
                        finding ->
                                assertThat(finding).contains("isb_osdrop of interface 0 (LINUX_SLL2) fell from 3 to 0"),
                        finding -> assertThat(finding).contains("dropped 3 packets"));
    }

    @Test
    void aPacketCountsLossesBeforeIt() throws IOException {
        SceneFiles.PCAPNG.write(HEALTHY, folder);
        append(packetWithDrops(2));

        assertFindings(HEALTHY.plan(), tap -> counting(tap, Objects.requireNonNull(tap.captured()) + 1, 0, 0))
                .containsExactly(
                        "tap node-2 lost 2 packets, by the capture's own count",
                        "tap node-2: interface 0 (LINUX_SLL2) dropped 2 packets");
    }

    private static Scene changed(UnaryOperator<List<Frame>> change) {
        List<Recording> recordings = new ArrayList<>(HEALTHY.recordings());
        Recording last = recordings.removeLast();
        recordings.add(last.with(change.apply(last.frames())));
        return HEALTHY.with(recordings);
    }

    private static Tap counting(Tap tap, long captured, long kernelDropped, long interfaceDropped) {
        return new Tap(
                tap.id(),
                tap.node(),
                tap.files(),
                tap.link(),
                captured,
                null,
                0,
                kernelDropped,
                interfaceDropped,
                List.of());
    }

    /** Of an agent that read more than its file holds. */
    private static Tap agents(Tap tap, long leftOut) {
        Long captured = Objects.requireNonNull(tap.captured());
        return new Tap(
                tap.id(),
                tap.node(),
                tap.files(),
                tap.link(),
                captured,
                captured + leftOut + 100,
                leftOut,
                0,
                0,
                List.of());
    }

    private static Tap uncounted(Tap tap) {
        return new Tap(tap.id(), tap.node(), tap.files(), tap.link(), null, null, 0, 0, 0, List.of());
    }

    private void change(Consumer<ByteBuffer> change) throws IOException {
        Path file = folder.resolve(TAP.files().getFirst());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        change.accept(bytes);
        Files.write(file, bytes.array());
    }

    private void append(ByteBuffer block) throws IOException {
        Path file = folder.resolve(TAP.files().getFirst());
        byte[] before = Files.readAllBytes(file);
        Files.write(
                file,
                ByteBuffer.allocate(before.length + block.capacity())
                        .put(before)
                        .put(block.flip())
                        .array());
    }

    private static int firstPacket(ByteBuffer bytes) {
        int at = 0;
        while (bytes.getInt(at) != 6) {
            at += bytes.getInt(at + 4);
        }
        return at;
    }

    private static int lastPacket(ByteBuffer bytes) {
        int last = 0;
        for (int at = 0; at < bytes.capacity(); at += bytes.getInt(at + 4)) {
            last = bytes.getInt(at) == 6 ? at : last;
        }
        return last;
    }

    private static ByteBuffer block(int type, int size) {
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(size);
    }

    private static ByteBuffer statistics(int device, int option, long value, int other, long otherValue) {
        return block(5, 48)
                .putInt(device)
                .putLong(0)
                .putShort((short) option)
                .putShort((short) 8)
                .putLong(value)
                .putShort((short) other)
                .putShort((short) 8)
                .putLong(otherValue)
                .putInt(48);
    }

    /** Of the bytes of an ARP frame's beginning. */
    private static ByteBuffer packetWithDrops(long drops) {
        return block(6, 48)
                .putInt(0)
                .putLong(0)
                .putInt(4)
                .putInt(60)
                .putInt(0x0806)
                .putShort((short) 4)
                .putShort((short) 8)
                .putLong(drops)
                .putInt(48);
    }

    private void assertNotWhole(String title, Plan plan) throws IOException {
        try {
            PathVerdict verdict = verdict(plan);
            assertThat(verdict.encryption().reason()).as(title).isEqualTo(EncryptionReason.DROPPED);
            assertThat(verdict.encryption().findings())
                    .as(title)
                    .allMatch(finding -> finding.matches("tap node-2 .*\\d.*|tap node-2 captured nothing"));
        } catch (CaptureFormatException e) {
            assertThat(e).as(title).hasMessageContaining(TAP.files().getFirst()).hasMessageContaining("byte 0:");
        }
    }

    private ListAssert<String> assertFindings(Plan plan, UnaryOperator<Tap> change) throws IOException {
        Ruling<EncryptionReason> ruling = verdict(withTap(plan, change)).encryption();
        assertThat(ruling.reason()).isEqualTo(EncryptionReason.DROPPED);
        return assertThat(ruling.findings());
    }

    private static Plan withTap(Plan plan, UnaryOperator<Tap> change) {
        List<Tap> taps = plan.taps().stream()
                .map(tap -> tap.id().equals(TAP.id()) ? change.apply(tap) : tap)
                .toList();
        return withTaps(plan, taps);
    }

    private static Plan withTaps(Plan plan, List<Tap> taps) {
        return new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), taps);
    }

    private PathVerdict verdict(Plan plan) throws IOException {
        Verdicts verdicts = Verdicts.of(plan, Correlation.of(plan, Analysis.read(plan, folder, VxlanPorts.usual())));
        return Objects.requireNonNull(verdicts.paths().get(PATH));
    }
}
