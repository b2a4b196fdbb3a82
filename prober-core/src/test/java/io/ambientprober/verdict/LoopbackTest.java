package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.plan.Tap;
import io.ambientprober.traffic.Frame;
import io.ambientprober.traffic.Links;
import io.ambientprober.traffic.Recording;
import io.ambientprober.traffic.Scenario;
import io.ambientprober.traffic.Scenario.Variant;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.Segment;
import io.ambientprober.wire.LinkType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What crossed only a loopback device was on no wire: it is not a leak, not a control and not HBONE. */
@ParameterizedClass
@EnumSource(
        value = LinkType.class,
        names = {"ETHERNET", "LINUX_SLL", "LINUX_SLL2"})
class LoopbackTest {
    private static final String PATH = "0001";
    private static final String CONTROL = "c0de";
    /** What the addresses of both pods of the control end with. */
    private static final int CONTROL_HOST = 4;

    private static final int HBONE = 15_008;

    @Parameter
    LinkType linkType = LinkType.LINUX_SLL2;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNoLeak(boolean v6) {
        Scene healthy = scene("healthy", v6);
        Scene inPods = added(healthy, scene("in clear, masked", v6), LoopbackTest::isOfPath);

        assertThat(inPods.judge().lines()).isEqualTo(healthy.judge().lines());
        assertThat(findings(inPods))
                .anyMatch(finding -> finding.startsWith("node node-1 read the token in " + packets(inPods, "node-1")
                        + " packets of a loopback device (tap node-1-in-pod, packet "))
                .anyMatch(finding -> finding.contains("node-2") && finding.contains("loopback device"));
    }

    @Test
    void isALeakWhereAnotherDeviceShowsIt() {
        Scene leak = scene("in clear, masked", false);
        Scene both = added(leak, leak, LoopbackTest::isOfPath);

        assertThat(both.judge().lines()).isEqualTo(leak.judge().lines());
        assertThat(both.judge().line(PATH)).startsWith("FAIL plaintext-masked;");
    }

    @Test
    void isNoHboneAndNoConnectionPastIt() {
        Scene unseen = onLoopback(scene("healthy", false), LoopbackTest::isOfPath);
        Scene past = onLoopback(scene("the application's own TLS", false), LoopbackTest::isOfPath);

        assertThat(unseen.judge().line(PATH)).startsWith("INCONCLUSIVE unseen;");
        assertThat(past.judge().line(PATH)).startsWith("INCONCLUSIVE unseen;");
    }

    @Test
    void isNoControl() {
        Scene unseen = onLoopback(scene("healthy", false), segment -> !isOfPath(segment));

        assertThat(unseen.judge().line(PATH)).startsWith("INCONCLUSIVE control-unseen;");
        assertThat(unseen.judge().line(CONTROL)).startsWith("INCONCLUSIVE control-unseen;");
    }

    /** A copy there must not fill a gap on the wire. */
    @Test
    void fillsNoGap() {
        Scene healthy = scene("healthy", false);
        Scene without = healthy.each(frames -> frames.stream()
                .filter(frame ->
                        !is(frame, segment -> segment.destinationPort() == HBONE && segment.payloadLength() > 1000))
                .toList());
        Scene copied = added(without, healthy, segment -> segment.destinationPort() == HBONE);

        assertThat(without.judge().line(PATH)).startsWith("INCONCLUSIVE unaccounted;");
        assertThat(copied.judge().line(PATH)).startsWith("INCONCLUSIVE unaccounted;");
    }

    @Test
    void countsEachPacketOnceAndNamesTheFirst() {
        Scene inPods = added(scene("healthy", false), scene("in clear, masked", false), LoopbackTest::isOfPath);

        for (NodeEvidence node : inPods.observe()) {
            LoopbackEvidence seen = node.loopback().getFirst();
            assertThat(node.loopback()).hasSize(1);
            assertThat(seen.pathId()).isEqualTo(PATH);
            assertThat(seen.packets()).isEqualTo(packets(inPods, node.node())).isPositive();
            assertThat(seen.first().tap()).isEqualTo(node.node() + "-in-pod");
            assertThat(node.clear()).noneMatch(clear -> clear.pathId().equals(PATH));
        }
    }

    private Scene scene(String name, boolean v6) {
        return Scenario.all().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow()
                .scene(new Variant(v6, linkType, 1448));
    }

    /** With these packets on a loopback device, and on no other. */
    private static Scene onLoopback(Scene scene, Predicate<Segment> which) {
        return scene.each(frames -> frames.stream()
                .map(frame -> is(frame, which) ? Links.onLoopback(frame) : frame)
                .toList());
    }

    /** With a second tap on each node, inside its pod, which has these packets of the other scene on a loopback device. */
    private static Scene added(Scene scene, Scene other, Predicate<Segment> which) {
        List<Recording> recordings = new ArrayList<>(scene.recordings());
        for (Recording recording : other.recordings()) {
            List<Frame> frames = recording.frames().stream()
                    .filter(frame -> is(frame, which))
                    .map(Links::onLoopback)
                    .toList();
            recordings.add(new Recording(inPod(recording.tap(), frames.size()), frames, 0));
        }
        return scene.with(recordings);
    }

    private static Tap inPod(Tap tap, int captured) {
        String id = tap.node() + "-in-pod";
        return new Tap(id, tap.node(), id + ".pcap", tap.link(), captured, 0, 0);
    }

    private static long packets(Scene scene, String node) {
        String run = scene.plan().run();
        return scene.recordings().stream()
                .filter(recording -> recording.tap().id().equals(node + "-in-pod"))
                .flatMap(recording -> recording.frames().stream())
                .filter(frame ->
                        new String(frame.data(), StandardCharsets.ISO_8859_1).contains("AP1-" + run + "-" + PATH + "-"))
                .count();
    }

    private static List<String> findings(Scene scene) {
        return Objects.requireNonNull(scene.judge().paths().get(PATH))
                .encryption()
                .findings();
    }

    private static boolean is(Frame frame, Predicate<Segment> which) {
        Segment segment = Segment.of(frame);
        return segment != null && which.test(segment);
    }

    private static boolean isOfPath(Segment segment) {
        return (segment.source().low() & 0xFF) != CONTROL_HOST;
    }
}
