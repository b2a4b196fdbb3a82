package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.FlowsRecord;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.flow.Traffic;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowJudgeTest {
    private static final Instant BEGIN = Instant.parse("2026-11-28T01:00:00Z");
    private static final Instant FIRST = BEGIN.plusSeconds(60);
    private static final Instant LAST = FIRST.plusSeconds(5);
    private static final IpAddress CLIENT = IpAddress.parse("10.1.1.5");
    private static final IpAddress SERVER = IpAddress.parse("10.1.2.7");
    private static final IpAddress NODE = IpAddress.parse("172.30.0.11");
    private static final IpAddress STRANGER = IpAddress.parse("192.0.2.9");
    private static final Looks CLEAR = new Looks(3, 0, 0);

    private final List<PodSpan> pods = new ArrayList<>(
            List.of(span(pod("client", "node-1", CLIENT), CLIENT), span(pod("server", "node-2", SERVER), SERVER)));

    @Test
    void hbone_alone_passes_and_is_counted_once() {
        FlowVerdicts found = judge(node("node-1", hbone(CLIENT, SERVER)), node("node-2", hbone(CLIENT, SERVER)));

        assertThat(found.list()).singleElement().satisfies(row -> {
            assertThat(row.past().reason()).isEqualTo(FlowReason.HBONE);
            assertThat(row.flow().hbone().connections()).isEqualTo(3);
            assertThat(row.flow().client()).isEqualTo("shop/Deployment/client");
        });
        assertThat(found.strictWouldRefuse()).isEmpty();
    }

    @Test
    void payload_past_hbone_by_the_clients_own_device_fails() {
        FlowVerdicts found = judge(
                node("node-1", past(CLIENT, SERVER, 3, 3), hbone(CLIENT, SERVER)),
                node("node-2", past(CLIENT, SERVER, 3, 0)));

        assertThat(reasons(found)).containsExactly(FlowReason.PAST_HBONE, FlowReason.HBONE);
        assertThat(found.list().getFirst().past().findings())
                .contains("3 connections with 300 bytes of payload past HBONE: 3 in the clear")
                .anyMatch(finding -> finding.contains("shop/client-1") && finding.contains("annotation enabled"));
    }

    @Test
    void what_did_not_come_in_by_the_clients_own_device_may_be_forged_and_is_no_pass() {
        assertThat(reasons(judge(node("node-1", past(CLIENT, SERVER, 3, 0))))).containsExactly(FlowReason.DROPPED);
        assertThat(reasons(judge(node("node-1"), node("node-2", past(CLIENT, SERVER, 3, 0)))))
                .containsExactly(FlowReason.DROPPED);
    }

    /** The server's node may be the only one that is covered. */
    @Test
    void hbone_that_only_the_servers_node_saw_passes() {
        assertThat(reasons(judge(node("node-2", hbone(CLIENT, SERVER))))).containsExactly(FlowReason.HBONE);
    }

    @Test
    void counts_that_cannot_be_relied_on_prove_nothing() {
        for (NodeFlows odd : List.of(
                node("node-1", 100, 1, List.of(), List.of(), hbone(CLIENT, SERVER)),
                node("node-1", 100, 0, List.of(CLIENT), List.of(), hbone(CLIENT, SERVER)),
                node("node-1", 100, 0, List.of(), List.of("it ended early"), hbone(CLIENT, SERVER)))) {
            FlowVerdicts found = judge(odd, node("node-2", hbone(CLIENT, SERVER)));

            assertThat(reasons(found)).isNotEmpty().containsOnly(FlowReason.DROPPED);
        }
    }

    @Test
    void a_node_that_saw_nothing_is_not_passed_over() {
        FlowVerdicts found = judge(node("node-1", 0, 0, List.of(), List.of()), node("node-2", hbone(STRANGER, SERVER)));

        assertThat(found.list()).singleElement().satisfies(row -> {
            assertThat(row.past().reason()).isEqualTo(FlowReason.DROPPED);
            assertThat(row.name()).contains("node-1");
            assertThat(row.past().findings()).containsExactly("the count of node node-1 saw no packet");
        });
    }

    @Test
    void a_pod_whose_device_is_not_seen_is_not_passed_over_though_it_was_silent() {
        FlowVerdicts found = judge(node("node-1", 100, 0, List.of(CLIENT), List.of()));

        assertThat(found.list()).singleElement().satisfies(row -> {
            assertThat(row.past().reason()).isEqualTo(FlowReason.DROPPED);
            assertThat(row.flow().client()).isEqualTo("shop/Deployment/client");
        });
    }

    @Test
    void evidence_of_a_leak_stands_above_what_was_lost() {
        assertThat(reasons(judge(node("node-1", 100, 9, List.of(), List.of(), past(CLIENT, SERVER, 3, 1)))))
                .containsExactly(FlowReason.PAST_HBONE);
    }

    @Test
    void a_node_without_enrolled_pods_has_nothing_to_see() {
        pods.removeFirst();

        assertThat(judge(node("node-1", 0, 0, List.of(), List.of())).list()).isEmpty();
    }

    @Test
    void an_address_that_changed_its_pod_blames_nobody() {
        pods.add(span(pod("other", "node-1", CLIENT), CLIENT));

        assertThat(reasons(judge(node("node-1", past(CLIENT, SERVER, 3, 3)))))
                .containsExactly(FlowReason.UNCLEAR_IDENTITY);
    }

    @Test
    void a_pod_that_was_not_in_the_mesh_throughout_is_blamed_for_nothing() {
        for (UnaryOperator<PodSpan> change : List.<UnaryOperator<PodSpan>>of(
                span -> during(span, FIRST.minusSeconds(9), null),
                span -> during(span, null, LAST.plusSeconds(9)),
                span -> enrolled(span, FIRST.minusSeconds(9), null),
                span -> enrolled(span, null, LAST.plusSeconds(9)))) {
            pods.set(0, change.apply(span(pod("client", "node-1", CLIENT), CLIENT)));

            assertThat(reasons(judge(node("node-1", past(CLIENT, SERVER, 3, 3)))))
                    .containsExactly(FlowReason.UNCLEAR_IDENTITY);
        }
    }

    @Test
    void a_pod_that_was_in_the_mesh_for_ten_seconds_before_and_after_is() {
        PodSpan span = span(pod("client", "node-1", CLIENT), CLIENT);
        pods.set(0, enrolled(during(span, FIRST.minusSeconds(10), LAST.plusSeconds(10)), FIRST.minusSeconds(10), null));

        assertThat(reasons(judge(node("node-1", past(CLIENT, SERVER, 3, 3))))).containsExactly(FlowReason.PAST_HBONE);
    }

    @Test
    void what_enters_from_outside_has_no_verdict_and_is_who_would_break_under_strict() {
        IpAddress plain = IpAddress.parse("10.1.1.8");
        pods.add(notEnrolled(span(pod("plain", "node-1", plain), plain)));

        FlowVerdicts found = judge(node("node-2", past(plain, SERVER, 3, 0), past(STRANGER, SERVER, 3, 0)));

        assertThat(found.list()).isEmpty();
        assertThat(found.strictWouldRefuse())
                .containsExactly(
                        new FromOutside("192.0.2.9", "shop/Deployment/server", 8080, 3, CLEAR),
                        new FromOutside("shop/Deployment/plain", "shop/Deployment/server", 8080, 3, CLEAR));
    }

    @Test
    void gateways_speak_hbone_without_being_enrolled() {
        assertThat(judge(node("node-2", hbone(STRANGER, SERVER))).strictWouldRefuse())
                .isEmpty();
    }

    @Test
    void a_server_that_declares_to_take_what_comes_past_hbone_is_not_judged() {
        EnrolledPod server = pod("server", "node-2", SERVER);
        pods.set(
                1,
                span(
                        new EnrolledPod(
                                server.pod(),
                                server.node(),
                                server.workload(),
                                server.serviceAccount(),
                                server.ips(),
                                server.created(),
                                server.redirection(),
                                false,
                                false,
                                true,
                                false),
                        SERVER));

        FlowVerdicts found = judge(node("node-1", past(CLIENT, SERVER, 3, 3), hbone(CLIENT, SERVER)));

        assertThat(reasons(found)).containsExactly(FlowReason.DECLARED, FlowReason.HBONE);
        assertThat(judge(node("node-2", past(STRANGER, SERVER, 3, 0))).strictWouldRefuse())
                .isEmpty();
    }

    @Test
    void nodes_probes_and_the_probers_own_are_no_ends_of_flows() {
        FlowVerdicts found = judge(node(
                "node-2",
                past(NODE, SERVER, 3, 0),
                past(IpAddress.parse("169.254.7.127"), SERVER, 3, 0),
                past(IpAddress.parse("10.1.1.99"), SERVER, 3, 0),
                past(CLIENT, NODE, 3, 3),
                past(SERVER, SERVER, 3, 3),
                past(CLIENT, STRANGER, 3, 3)));

        assertThat(found.list()).isEmpty();
        assertThat(found.strictWouldRefuse()).isEmpty();
    }

    private static List<FlowReason> reasons(FlowVerdicts found) {
        return found.list().stream().map(row -> row.past().reason()).toList();
    }

    private FlowVerdicts judge(NodeFlows... nodes) {
        return FlowJudge.judge(
                new FlowsRecord(List.of(nodes), pods, Set.of(NODE), Set.of(IpAddress.parse("10.1.1.99"))));
    }

    private static NodeFlows node(String node, FlowCount... counts) {
        return node(node, 100, 0, List.of(), List.of(), counts);
    }

    private static NodeFlows node(
            String node, long packets, long dropped, List<IpAddress> blind, List<String> notes, FlowCount... counts) {
        return new NodeFlows(node, List.of(counts), packets, dropped, blind, BEGIN, LAST, notes);
    }

    private static FlowCount hbone(IpAddress client, IpAddress server) {
        return new FlowCount(client, server, 15008, new Traffic(3, 30, 300), Looks.NONE, 3, 3, FIRST, LAST);
    }

    private static FlowCount past(IpAddress client, IpAddress server, long connections, long ownDevice) {
        return new FlowCount(
                client, server, 8080, new Traffic(connections, 30, 300), CLEAR, connections, ownDevice, FIRST, LAST);
    }

    private static EnrolledPod pod(String app, String node, IpAddress address) {
        return new EnrolledPod(
                new PodName("shop", app + "-1"),
                node,
                "Deployment/" + app,
                "default",
                List.of(address),
                BEGIN.minusSeconds(3600),
                "enabled",
                false,
                false,
                false,
                false);
    }

    private static PodSpan span(EnrolledPod pod, IpAddress address) {
        return new PodSpan(pod, address, null, null, true, null, null);
    }

    private static PodSpan during(PodSpan span, @Nullable Instant from, @Nullable Instant to) {
        return new PodSpan(span.pod(), span.address(), from, to, true, null, null);
    }

    private static PodSpan enrolled(PodSpan span, @Nullable Instant from, @Nullable Instant to) {
        return new PodSpan(span.pod(), span.address(), span.from(), span.to(), true, from, to);
    }

    private static PodSpan notEnrolled(PodSpan span) {
        return new PodSpan(span.pod(), span.address(), null, null, false, null, null);
    }
}
