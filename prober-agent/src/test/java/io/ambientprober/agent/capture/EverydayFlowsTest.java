package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.CountedNode.CLIENT;
import static io.ambientprober.agent.capture.CountedNode.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Place;
import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.FlowsRecord;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.plan.PodName;
import io.ambientprober.verdict.FlowJudge;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.FromOutside;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes on in a mesh every day, as real packets: nothing of it fails, and the same between two pods in the mesh would. */
@Tag("root")
@Timeout(60)
final class EverydayFlowsTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OUTSIDE = "10.99.0.2";
    private static final String KUBELET_PROBE = "169.254.7.127";
    private static final PodSpan CLIENT_IN_MESH = span(pod("client", CLIENT));
    private static final PodSpan SERVER_IN_MESH = span(pod("server", SERVER));
    private static final List<PodSpan> IN_MESH = List.of(CLIENT_IN_MESH, SERVER_IN_MESH);

    @SuppressWarnings("NullAway.Init") // set before each test
    private CountedNode node;

    @BeforeEach
    void connect() throws IOException {
        node = CountedNode.open();
    }

    @AfterEach
    void remove() throws IOException {
        node.close();
    }

    /**
     * Who was at the ends of a connection in the clear.
     *
     * @param port of the server
     * @param pods as they are when all was sent
     * @param reasons what is said of it; nothing where it is not a flow
     */
    record Row(int port, Supplier<List<PodSpan>> pods, List<FlowReason> reasons) {}

    static Stream<Named<Row>> rows() {
        return Stream.of(
                Named.of(
                        "from a pod that is not in the mesh",
                        new Row(8080, () -> List.of(outside(CLIENT_IN_MESH), SERVER_IN_MESH), List.of())),
                Named.of(
                        "to a pod that is not in the mesh",
                        new Row(8080, () -> List.of(CLIENT_IN_MESH, outside(SERVER_IN_MESH)), List.of())),
                Named.of(
                        "DNS over TCP to a server that is not in the mesh",
                        new Row(53, () -> List.of(CLIENT_IN_MESH, outside(SERVER_IN_MESH)), List.of())),
                Named.of(
                        "from a pod that is five seconds old",
                        new Row(
                                8080,
                                () -> List.of(
                                        span(made(
                                                pod("client", CLIENT),
                                                Instant.now().minusSeconds(5))),
                                        SERVER_IN_MESH),
                                List.of(FlowReason.UNCLEAR_IDENTITY))),
                Named.of(
                        "from an address of a pod that had finished, which another took",
                        new Row(
                                8080,
                                () -> List.of(
                                        ended(CLIENT_IN_MESH, Instant.now()),
                                        begun(span(pod("other", CLIENT)), Instant.now()),
                                        SERVER_IN_MESH),
                                List.of(FlowReason.UNCLEAR_IDENTITY))),
                Named.of(
                        "from a finished pod whose address nobody took",
                        new Row(
                                8080,
                                () -> List.of(ended(CLIENT_IN_MESH, Instant.now()), SERVER_IN_MESH),
                                List.of(FlowReason.UNCLEAR_IDENTITY))),
                Named.of(
                        "to a server that declares to take it",
                        new Row(
                                8080,
                                () -> List.of(CLIENT_IN_MESH, span(odd(pod("server", SERVER), false, true))),
                                List.of(FlowReason.DECLARED))),
                Named.of(
                        "from a pod with a sidecar",
                        new Row(
                                8080,
                                () -> List.of(span(odd(pod("client", CLIENT), true, false)), SERVER_IN_MESH),
                                List.of())));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void failsNothing(Row row) throws Exception {
        node.listen(row.port());
        List<PodSpan> pods = new ArrayList<>();

        NodeFlows counted = node.counted(() -> {
            CountedNode.say(node.client(), SERVER, row.port());
            pods.addAll(row.pods().get());
        });

        assertThat(reasons(judge(counted, IN_MESH))).containsExactly(FlowReason.PAST_HBONE);
        assertThat(reasons(judge(counted, pods))).isEqualTo(row.reasons());
    }

    /** As Prometheus does from the network of its node. */
    @Test
    void whatTheNodeItselfSendsIsNoFlow() throws Exception {
        node.listen(8080);

        isSilent(judge(node.counted(() -> CountedNode.say(node.node(), SERVER, 8080)), IN_MESH));
    }

    @Test
    void probesOfKubeletAreNoFlow() throws Exception {
        node.listen(8080);
        node.translate(
                "POSTROUTING",
                "-p",
                "tcp",
                "--dport",
                "8080",
                "-d",
                SERVER,
                "-j",
                "SNAT",
                "--to-source",
                KUBELET_PROBE);

        NodeFlows counted = node.counted(() -> CountedNode.say(node.node(), SERVER, 8080));

        assertThat(counted.counts()).extracting(FlowCount::client).contains(IpAddress.parse(KUBELET_PROBE));
        isSilent(judge(counted, IN_MESH));
    }

    private static void isSilent(FlowVerdicts verdicts) {
        assertThat(reasons(verdicts)).isEmpty();
        assertThat(verdicts.strictWouldRefuse()).isEmpty();
    }

    /** Its address may be kept, or be the node's. */
    @Test
    void whoComesByANodePortIsNoFlow() throws Exception {
        node.listen(8080);
        Place outside = node.pod("o", "veth2", OUTSIDE);
        node.translate(
                "PREROUTING", "-p", "tcp", "--dport", "30080", "-j", "DNAT", "--to-destination", SERVER + ":8080");
        FlowVerdicts kept = judge(node.counted(() -> CountedNode.say(outside, "169.254.1.1", 30080)), IN_MESH);

        node.translate("POSTROUTING", "-d", SERVER, "-j", "MASQUERADE");
        FlowVerdicts hidden = judge(node.counted(() -> CountedNode.say(outside, "169.254.1.1", 30080)), IN_MESH);

        assertThat(reasons(kept)).isEmpty();
        assertThat(kept.strictWouldRefuse()).extracting(FromOutside::client).containsExactly(OUTSIDE);
        assertThat(reasons(hidden)).isEmpty();
    }

    /** Its connections are reset, and others begin. */
    @Test
    void aZtunnelThatIsRestartedIsNoLeak() throws Exception {
        node.listen(15008);
        node.listen(8080);

        NodeFlows again = node.counted(() -> {
            reset();
            CountedNode.say(node.client(), SERVER, 15008);
        });
        NodeFlows past = node.counted(() -> {
            reset();
            CountedNode.say(node.client(), SERVER, 8080);
        });

        assertThat(reasons(judge(again, IN_MESH))).containsExactly(FlowReason.HBONE);
        assertThat(reasons(judge(past, IN_MESH))).contains(FlowReason.PAST_HBONE);
    }

    private void reset() throws Exception {
        node.client().inside(() -> {
            try (Socket socket = new Socket(InetAddress.ofLiteral(SERVER), 15008)) {
                socket.getOutputStream().write(CountedNode.SECRET);
                socket.setSoLinger(true, 0);
                return true;
            }
        });
    }

    private static FlowVerdicts judge(NodeFlows counted, List<PodSpan> pods) {
        return FlowJudge.judge(new FlowsRecord(List.of(counted), pods, Set.of(), Set.of()));
    }

    private static List<FlowReason> reasons(FlowVerdicts verdicts) {
        return verdicts.list().stream().map(flow -> flow.past().reason()).toList();
    }

    private static EnrolledPod pod(String name, String address) {
        return new EnrolledPod(
                new PodName("shop", name),
                Plans.NODE,
                "Pod/" + name,
                "default",
                List.of(IpAddress.parse(address)),
                LONG_AGO,
                "enabled",
                false,
                false,
                false,
                false);
    }

    private static EnrolledPod made(EnrolledPod pod, Instant created) {
        return new EnrolledPod(
                pod.pod(),
                pod.node(),
                pod.workload(),
                pod.serviceAccount(),
                pod.ips(),
                created,
                pod.redirection(),
                false,
                false,
                false,
                false);
    }

    private static EnrolledPod odd(EnrolledPod pod, boolean sidecar, boolean bypass) {
        return new EnrolledPod(
                pod.pod(),
                pod.node(),
                pod.workload(),
                pod.serviceAccount(),
                pod.ips(),
                pod.created(),
                pod.redirection(),
                sidecar,
                false,
                bypass,
                false);
    }

    private static PodSpan span(EnrolledPod pod) {
        return new PodSpan(pod, pod.ips().getFirst(), null, null, true, null, null);
    }

    private static PodSpan outside(PodSpan span) {
        return new PodSpan(span.pod(), span.address(), null, null, false, null, null);
    }

    private static PodSpan ended(PodSpan span, Instant to) {
        return new PodSpan(span.pod(), span.address(), null, to, true, null, null);
    }

    private static PodSpan begun(PodSpan span, Instant from) {
        return new PodSpan(span.pod(), span.address(), from, null, true, from, null);
    }
}
