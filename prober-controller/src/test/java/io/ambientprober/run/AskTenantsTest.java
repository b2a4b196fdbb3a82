package io.ambientprober.run;

import static io.ambientprober.run.FakeTenants.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.enrolled.PodsRecord;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.flow.FlowsRecord;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What a run asks about the pods that were there before it. */
final class AskTenantsTest {
    private static final EnrolledPod CLIENT = pod("client", "a", "10.1.0.1");
    private static final EnrolledPod SERVER = pod("server", "b", "10.1.0.2");

    private final FakeTenants tenants = new FakeTenants(CLIENT, SERVER);
    private final FakeSite site = new FakeSite();
    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

    private LongSupplier clock = System::nanoTime;

    AskTenantsTest() {
        site.tenants = new Asked<>(tenants);
        site.sweeps = order -> answers(order, Answer.TLS);
    }

    private static Map<PodName, Swept> answers(SweepOrder order, Answer answer) {
        Map<PodName, Swept> answers = new HashMap<>();
        for (Target target : order.targets()) {
            answers.put(target.pod(), swept(answer));
        }
        return answers;
    }

    private static Swept swept(Answer answer) {
        return new Swept(
                Instant.EPOCH,
                answer,
                new HandshakeResult("", null, null, null, null, null, null, null, null, null, null, List.of()),
                null);
    }

    /** So that nobody waits. */
    private void hurry() {
        AtomicLong nanos = new AtomicLong();
        clock = () -> nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    }

    private static RunOptions options(Duration flowsFor, Question... asked) {
        return new RunOptions(
                Set.of(asked),
                flowsFor,
                4,
                16_384,
                false,
                8,
                Duration.ofHours(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ZERO);
    }

    private TenantRecord run(Question... asked) throws SiteException {
        return run(options(Duration.ZERO, asked));
    }

    private TenantRecord run(RunOptions options) throws SiteException {
        return new ProbeRun(site, options, ProbeRun.EvidenceStore.NOWHERE, events::add, new Random(1), clock)
                .probe()
                .tenants();
    }

    private static <T> T answer(Section<T> section) {
        assertThat(section).isInstanceOf(Asked.class);
        return ((Asked<T>) section).answer();
    }

    private static List<PodCheck> checks(TenantRecord record) {
        return answer(record.pods()).checks();
    }

    @Test
    void allThreeQuestionsAreAskedBesideEachOther() throws SiteException {
        TenantRecord record = run(Question.values());

        PodsRecord pods = answer(record.pods());
        assertThat(pods.checks()).extracting(PodCheck::pod).containsExactlyInAnyOrder(CLIENT, SERVER);
        assertThat(pods.checks()).allSatisfy(check -> {
            assertThat(check.port()).isEqualTo(swept(Answer.TLS));
            assertThat(check.mesh()).isNotNull();
        });
        assertThat(pods.at()).isEqualTo(FakeTenants.LISTED);
        FlowsRecord flows = answer(record.flows());
        assertThat(flows.nodes()).extracting(NodeFlows::node).containsExactly("a", "b");
        assertThat(flows.nodes()).allSatisfy(node -> assertThat(node.notes()).isEmpty());
        assertThat(flows.pods()).hasSize(2);
        assertThat(flows.nodeAddresses()).containsExactly(IpAddress.parse("192.168.0.1"));
        assertThat(record.noCanaries()).isNull();
        assertThat(record.enrolled()).isEqualTo(2);
        assertThat(record.nodes()).isEqualTo(new Share(2, 2, List.of()));
        assertThat(record.namespaces())
                .isEqualTo(new Share(1, 2, List.of(new Gap("empty", "it has no pods in the mesh"))));
    }

    /** Its proxies are asked for a dump of the whole cluster each: once is enough. */
    @Test
    void theMeshIsAskedOnceOfCanariesAndOfPodsThatWereSwept() throws SiteException {
        site.failing = Set.of("agent b");

        run(Question.values());

        assertThat(site.asked)
                .filteredOn(asked -> asked.startsWith("mesh"))
                .containsExactly("mesh of 6 paths and 1 pods");
        assertThat(site.asked.indexOf("mesh of 6 paths and 1 pods"))
                .isGreaterThan(site.asked.indexOf("sweep a"))
                .isGreaterThan(site.asked.indexOf("stop a"));
    }

    @Test
    void theMeshIsAskedOfPodsAloneToo() throws SiteException {
        assertThat(checks(run(Question.PODS))).extracting(PodCheck::mesh).doesNotContainNull();
        assertThat(site.asked).contains("mesh of 0 paths and 2 pods");
    }

    @Test
    void flowsAloneAreNothingToAskTheMeshOf() throws SiteException {
        run(Question.FLOWS);

        assertThat(site.asked).noneMatch(asked -> asked.startsWith("mesh"));
    }

    /** Then the mesh does not know it any more, and nothing is wrong. */
    @Test
    void ofAPodThatLeftAfterItWasSweptTheMeshIsNotBelieved() throws SiteException {
        site.mesh = pods -> {
            tenants.now = List.of(CLIENT);
            return FakeSite.inMesh(pods);
        };

        List<PodCheck> checks = checks(run(Question.PODS));

        assertThat(checks).allSatisfy(check -> {
            assertThat(check.port()).isEqualTo(swept(Answer.TLS));
            assertThat(check.pod().leaving()).isFalse();
            assertThat(check.mesh() == null).isEqualTo(check.pod().equals(SERVER));
        });
    }

    @Test
    void whereNobodyCanSayWhetherPodsLeftTheMeshIsNotBelieved() throws SiteException {
        site.mesh = pods -> {
            tenants.now = null;
            return FakeSite.inMesh(pods);
        };

        assertThat(checks(run(Question.PODS))).extracting(PodCheck::mesh).containsOnlyNulls();
        assertThat(events)
                .contains(new RunEvent.Note(
                        "what the mesh says of pods is not believed, as they may have left: the API server is away"));
    }

    /** Those that a watch saw, and those of the plan, where the watch was slow. */
    @Test
    void theProbersOwnAddressesAreNoFlowsEnds() throws SiteException {
        assertThat(answer(run(Question.values()).flows()).own())
                .contains(
                        IpAddress.parse("10.0.9.9"),
                        IpAddress.parse("10.0.1.1"),
                        IpAddress.parse("10.96.0.1"),
                        IpAddress.parse("10.0.2.1"));
    }

    @Test
    void flowsAreCountedFromBeforeTheFirstCanaryToAfterTheLast() throws SiteException {
        run(Question.values());

        assertThat(site.asked.indexOf("count a: 10.1.0.1"))
                .isGreaterThan(site.asked.indexOf("arm a"))
                .isLessThan(site.asked.indexOf("client 0001"));
        assertThat(site.asked.indexOf("flows a"))
                .as("last, as its agent is not asked for more")
                .isGreaterThan(site.asked.indexOf("outcome 0006"))
                .isGreaterThan(site.asked.indexOf("stop a"));
    }

    @Test
    void anAgentThatWasLostIsNotAskedWhatItCounted() throws SiteException {
        site.failing = Set.of("stop b");

        FlowsRecord flows = answer(run(Question.values()).flows());

        assertThat(site.asked).contains("flows a").doesNotContain("flows b");
        assertThat(flows.nodes())
                .filteredOn(node -> node.node().equals("b"))
                .singleElement()
                .satisfies(node -> assertThat(node.notes()).containsExactly("the agent of node b was lost"));
    }

    /** With flows alone nothing else takes time until agents are let go. */
    @Test
    void noAgentIsLetGoWhileItSweeps() throws SiteException {
        site.sweeps = order -> {
            await().during(Duration.ofMillis(200))
                    .until(() -> site.asked.stream().noneMatch(asked -> asked.startsWith("close")));
            return answers(order, Answer.TLS);
        };

        run(Question.PODS, Question.FLOWS);

        assertThat(site.asked.indexOf("close a")).isGreaterThan(site.asked.indexOf("sweep b"));
    }

    @Test
    void podsAloneAreAskedByAgentsThatCaptureNothing() throws SiteException {
        TenantRecord record = run(Question.PODS);

        assertThat(site.asked)
                .contains("sweep a", "sweep b")
                .noneMatch(asked -> asked.startsWith("client")
                        || asked.startsWith("arm")
                        || asked.startsWith("count")
                        || asked.startsWith("stop"));
        assertThat(record.noCanaries()).isEqualTo("only pods were asked");
        assertThat(record.flows()).isEqualTo(new NotAsked<>("only pods were asked"));
    }

    @Test
    void flowsAloneAreCountedForAsLongAsWasSaid() throws SiteException {
        long began = System.nanoTime();

        TenantRecord record = run(options(Duration.ofMillis(300), Question.FLOWS));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(answer(record.flows()).nodes()).hasSize(2);
        assertThat(record.pods()).isInstanceOf(NotAsked.class);
        assertThat(site.asked).noneMatch(asked -> asked.startsWith("sweep") || asked.startsWith("client"));
    }

    @Test
    void agentsThatAreSlowToBeginCountForAsLongAsOthers() throws SiteException {
        long slow = Duration.ofHours(1).toNanos();
        clock = () -> System.nanoTime() + (site.asked.contains("count a: 10.1.0.1") ? slow : 0);
        long began = System.nanoTime();

        run(options(Duration.ofMillis(300), Question.FLOWS));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void canariesAloneAreAskedOfNobodyElse() throws SiteException {
        TenantRecord record = run(Question.CANARIES);

        assertThat(site.asked).noneMatch(asked -> asked.startsWith("sweep") || asked.startsWith("count"));
        assertThat(record.pods()).isEqualTo(new NotAsked<>("only canaries were asked"));
        assertThat(record.enrolled()).isEqualTo(2);
    }

    @Test
    void withoutTheRightToWatchFlowsAreNotAskedAbout() throws SiteException {
        tenants.addresses = new NotAsked<>("no right to watch pods in all namespaces");

        TenantRecord record = run(Question.values());

        assertThat(record.flows()).isEqualTo(new NotAsked<>("no right to watch pods in all namespaces"));
        assertThat(checks(record)).hasSize(2);
        assertThat(events)
                .contains(new RunEvent.Note("flows are not asked about: no right to watch pods in all namespaces"));
    }

    @Test
    void podsOfANodeWithoutAnAgentAreNotSwept() throws SiteException {
        site.failing = Set.of("agent b");

        TenantRecord record = run(Question.values());

        assertThat(checks(record))
                .filteredOn(check -> check.pod().node().equals("b"))
                .extracting(PodCheck::port)
                .containsExactly(new NotSwept("node b has no agent: agent b failed"));
        assertThat(record.nodes())
                .isEqualTo(new Share(1, 2, List.of(new Gap("b", "node b has no agent: agent b failed"))));
        NodeFlows lost = answer(record.flows()).nodes().get(1);
        assertThat(lost.notes()).containsExactly("node b has no agent: agent b failed");
        assertThat(lost.blind()).containsExactly(IpAddress.parse("10.1.0.2"));
    }

    @Test
    void whereAllAgentsAreSilentNothingIsSwept() throws SiteException {
        site.failing = Set.of("agent a", "agent b");

        assertThat(checks(run(Question.PODS)))
                .hasSize(2)
                .allSatisfy(check -> assertThat(check.port()).isInstanceOf(NotSwept.class));
    }

    @Test
    void anAgentThatIsLostWhileItCountsLeavesItsFlowsUnreliable() throws SiteException {
        site.failing = Set.of("flows b");

        List<NodeFlows> nodes = answer(run(Question.values()).flows()).nodes();

        assertThat(nodes.get(0).notes()).isEmpty();
        assertThat(nodes.get(1).notes()).containsExactly("the agent of node b did not count: flows b failed");
    }

    @Test
    void anAgentThatAnswersForAnotherNodeIsNotBelieved() throws SiteException {
        site.flows = flows -> new NodeFlows("a", List.of(), 9, 0, List.of(), flows.from(), flows.to(), List.of());

        List<NodeFlows> nodes = answer(run(Question.values()).flows()).nodes();

        assertThat(nodes).extracting(NodeFlows::node).containsExactly("a", "b");
        assertThat(nodes.get(1).notes()).containsExactly("the agent of node b answered for a");
    }

    @Test
    void anAgentThatAnswersForAPodThatNobodyAskedAboutIsNotBelieved() throws SiteException {
        site.sweeps = order -> Map.of(CLIENT.pod(), swept(Answer.TLS));

        List<PodCheck> checks = checks(run(Question.values()));

        assertThat(checks)
                .filteredOn(check -> check.pod().equals(SERVER))
                .extracting(PodCheck::port)
                .containsExactly(
                        new NotSwept("the agent of node b swept nothing: it answered for pod shop/client, unasked"));
    }

    @Test
    void aPodThatTheAgentSaysNothingOfIsNotSwept() throws SiteException {
        site.sweeps = order -> Map.of();

        assertThat(checks(run(Question.PODS)))
                .extracting(PodCheck::port)
                .containsOnly(new NotSwept("there was no time to ask it"));
    }

    /** What refuses at its address is not the pod. */
    @Test
    void aPodThatLeftWhileItWasSweptIsLeaving() throws SiteException {
        hurry();
        site.sweeps = order -> answers(order, Answer.NONE);
        tenants.now = List.of(CLIENT);

        List<PodCheck> checks = checks(run(Question.PODS));

        assertThat(checks).extracting(check -> check.pod().leaving()).containsExactlyInAnyOrder(false, true);
    }

    @Test
    void aPodWhoseNameIsAnothersNowIsLeaving() throws SiteException {
        hurry();
        site.sweeps = order -> answers(order, Answer.NONE);
        tenants.now = List.of(CLIENT, pod("server", "b", "10.1.0.7"));

        assertThat(checks(run(Question.PODS)))
                .filteredOn(check -> check.pod().pod().equals(SERVER.pod()))
                .allSatisfy(check -> assertThat(check.pod().leaving()).isTrue());
    }

    @Test
    void aPodThatRefusesAndGoesOnRefusingIsSaidToRefuse() throws SiteException {
        hurry();
        site.sweeps = order -> answers(order, Answer.NONE);

        assertThat(checks(run(Question.PODS))).extracting(PodCheck::port).containsOnly(swept(Answer.NONE));
        assertThat(site.asked).filteredOn("sweep a"::equals).hasSize(2);
    }

    @Test
    void aPodThatRefusesForAMomentIsNotJudged() throws SiteException {
        hurry();
        Set<PodName> before = ConcurrentHashMap.newKeySet();
        site.sweeps =
                order -> answers(order, before.add(order.targets().getFirst().pod()) ? Answer.NONE : Answer.TLS);

        assertThat(checks(run(Question.PODS)))
                .extracting(PodCheck::port)
                .containsOnly(
                        new NotSwept("it refused, and answered 10 s later, as when its ztunnel restarts; run again"));
    }

    /** It refused, twice. */
    @Test
    void anAgentThatIsLostBeforeTheSecondLookLeavesTheFirst() throws SiteException {
        hurry();
        Set<PodName> before = ConcurrentHashMap.newKeySet();
        site.sweeps = order -> before.add(order.targets().getFirst().pod()) ? answers(order, Answer.NONE) : Map.of();

        assertThat(checks(run(Question.PODS))).extracting(PodCheck::port).containsOnly(swept(Answer.NONE));
    }

    @Test
    void whereNobodyCanSayWhetherAPodLeftItIsNotJudged() throws SiteException {
        site.sweeps = order -> answers(order, Answer.NONE);
        tenants.now = null;

        assertThat(checks(run(Question.PODS)))
                .hasSize(2)
                .allSatisfy(check -> assertThat(check.port()).isInstanceOf(NotSwept.class));
    }

    @Test
    void agentsAreToldOfPodsThatComeWhileTheyCount() throws SiteException {
        Thread deployment = Thread.ofVirtual().start(() -> {
            await().until(() -> site.asked.contains("count a: 10.1.0.1"));
            tenants.now = List.of(CLIENT, SERVER, pod("new", "a", "10.1.0.3"));
        });

        run(options(Duration.ofMillis(2500), Question.FLOWS));

        assertThat(deployment.isAlive()).isFalse();
        assertThat(site.asked).contains("count a: 10.1.0.1 10.1.0.3");
        assertThat(site.asked).filteredOn(asked -> asked.startsWith("count b")).hasSize(1);
    }

    @Test
    void changesThatTheWatchMissedMakeFlowsUnreliable() throws SiteException {
        tenants.gaps = true;

        assertThat(answer(run(Question.values()).flows()).nodes())
                .allSatisfy(node -> assertThat(node.notes())
                        .containsExactly("the watch of pods was broken, so who had an address is not known"));
    }

    @Test
    void aSweepThatGoesWrongInAWayNobodyThoughtOfEndsTheRunAndIsCleanedUp() {
        site.sweeps = order -> {
            throw new IllegalStateException("unthought of");
        };

        Consumer<Question[]> probing = asked -> {
            try {
                run(asked);
            } catch (SiteException e) {
                throw new AssertionError(e);
            }
        };
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> probing.accept(Question.values()))
                .hasMessage("unthought of");
        assertThat(site.asked).endsWith("clean-up");
    }

    @Test
    void allIsTheUsualQuestion() {
        assertThat(RunOptions.USUAL.asked()).isEqualTo(EnumSet.allOf(Question.class));
    }
}
