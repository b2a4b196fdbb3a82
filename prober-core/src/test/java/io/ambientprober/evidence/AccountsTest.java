package io.ambientprober.evidence;

import static io.ambientprober.evidence.Wire.FIRST;
import static io.ambientprober.evidence.Wire.between;
import static io.ambientprober.evidence.Wire.flaws;
import static io.ambientprober.evidence.Wire.framing;
import static io.ambientprober.evidence.Wire.numbered;
import static io.ambientprober.evidence.Wire.record;
import static io.ambientprober.evidence.Wire.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.LegAccount.Gap;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3 of the contract, "The account", sentence by sentence: a client on n1, a server on n2, and bytes that just do. */
class AccountsTest {
    private static final String CLIENT = "10.0.1.2";
    private static final String CLIENT_V6 = "fd00:1::2";
    private static final String SERVER = "10.0.2.2";
    private static final String SERVER_V6 = "fd00:2::2";
    private static final String OTHER_SERVER = "10.0.3.2";
    private static final String WAYPOINT = "10.0.9.1";
    private static final String SECOND_WAYPOINT = "10.0.9.2";
    private static final String VIP = "10.96.0.1";
    private static final int CANARY = 10_000;
    /** TLS 1.3 and a frame's header. */
    private static final int TAKEN = 17 + 9;

    private static final Half NOTHING = Wire.half(1, 0, 0, new Framing.Empty());

    private final List<ProbePath> paths = new ArrayList<>();
    private final Map<String, List<Connection>> seen = new LinkedHashMap<>();
    private boolean policies;

    private static ProbePath path(String id) {
        return new ProbePath(
                id,
                id,
                Expectation.ENCRYPTED,
                new Client("a", "client", "n1", ips(CLIENT, CLIENT_V6), true),
                new Server("b", "server", "n2", ips(SERVER, SERVER_V6), 8080, true),
                new Service("server", ips(VIP), 80),
                null,
                canary(1, CANARY),
                outcome(1, 1, VIP),
                null);
    }

    private static List<IpAddress> ips(String... ips) {
        return List.of(ips).stream().map(IpAddress::parse).toList();
    }

    private static Canary canary(int connections, int bytes) {
        return new Canary(connections, bytes, bytes);
    }

    private static CanaryOutcome outcome(int connected, int delivered, String... peers) {
        return new CanaryOutcome(connected, delivered, ips(peers), null, null);
    }

    private static ProbePath with(ProbePath path, Canary canary, CanaryOutcome outcome) {
        return new ProbePath(
                path.id(),
                path.name(),
                path.expect(),
                path.client(),
                path.server(),
                path.service(),
                path.waypoint(),
                canary,
                outcome,
                null);
    }

    private static ProbePath through(ProbePath path, String... waypoints) {
        return new ProbePath(
                path.id(),
                path.name(),
                path.expect(),
                path.client(),
                path.server(),
                path.service(),
                new Waypoint(ips(waypoints)),
                path.canary(),
                path.outcome(),
                null);
    }

    private static ProbePath to(ProbePath path, String node, String server) {
        return new ProbePath(
                path.id(),
                path.name(),
                path.expect(),
                path.client(),
                new Server("b", server, node, ips(server), 8080, true),
                new Service(server, ips(VIP), 80),
                path.waypoint(),
                path.canary(),
                path.outcome(),
                null);
    }

    private static ProbePath from(ProbePath path, String node, String client) {
        return new ProbePath(
                path.id(),
                path.name(),
                path.expect(),
                new Client("a", client, node, ips(client), true),
                path.server(),
                path.service(),
                path.waypoint(),
                path.canary(),
                path.outcome(),
                null);
    }

    private void sees(String node, Wire... connections) {
        for (Wire connection : connections) {
            seen.computeIfAbsent(node, ignored -> new ArrayList<>()).add(connection.on(node));
        }
    }

    private void bothSee(Wire... connections) {
        sees("n1", connections);
        sees("n2", connections);
    }

    private PathEvidence evidence() {
        Plan plan = new Plan("7Z3K9QWM2TXB", Wire.HBONE, policies, paths, List.of());
        List<NodeEvidence> nodes = seen.entrySet().stream()
                .map(node ->
                        new NodeEvidence(node.getKey(), List.of(), List.of(), List.of(), node.getValue(), List.of()))
                .toList();
        return Objects.requireNonNull(
                Correlation.of(plan, nodes).get(paths.getFirst().id()));
    }

    private boolean balances() {
        return evidence().accounts().stream().allMatch(LegAccount::balances);
    }

    private LegAccount account() {
        return evidence().accounts().getFirst();
    }

    private static Wire direct() {
        return between(CLIENT, SERVER);
    }

    private static Wire carrying(Wire wire, int content) {
        return wire.both(record(content + TAKEN));
    }

    @Test
    void balancesWithEveryByteAndNotWithOneLess() {
        paths.add(path("0001"));
        bothSee(carrying(direct(), CANARY));
        assertThat(balances()).isTrue();

        seen.clear();
        bothSee(direct().request(record(CANARY + TAKEN - 1)).response(record(CANARY + TAKEN)));
        assertThat(balances()).isFalse();

        seen.clear();
        bothSee(direct().request(record(CANARY + TAKEN)).response(record(CANARY + TAKEN - 1)));
        assertThat(balances()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void countsOnTheNodeOfThePodThatSends(Direction direction) {
        paths.add(path("0001"));
        Wire whole = carrying(direct(), CANARY);
        Wire half = direction == Direction.CLIENT_TO_SERVER
                ? direct().response(record(CANARY + TAKEN))
                : direct().request(record(CANARY + TAKEN));
        String sender = direction == Direction.CLIENT_TO_SERVER ? "n1" : "n2";
        sees("n1".equals(sender) ? "n2" : "n1", whole);
        sees(sender, half);

        assertThat(balances()).isFalse();
        assertThat(account().sum(direction).nodes()).containsExactly(sender);
        assertThat(account().sum(direction).captured()).isZero();
    }

    @Test
    void countsNoFamilyThatNobodyDialled() {
        paths.add(path("0001"));
        bothSee(direct().from(40_000), carrying(between(CLIENT_V6, SERVER_V6).from(40_001), CANARY));
        assertThat(balances()).isFalse();

        paths.set(0, with(path("0001"), canary(1, CANARY), outcome(1, 1, VIP, "fd00::96")));
        assertThat(balances()).isTrue();
    }

    /** Where the client's kernel showed no peer. */
    @Test
    void countsTheFamiliesThatTheClientCouldDial() {
        ProbePath path = with(path("0001"), canary(1, CANARY), outcome(1, 1));
        paths.add(path);
        bothSee(carrying(between(CLIENT_V6, SERVER_V6), CANARY));
        assertThat(balances()).as("the Service has IPv4 alone").isFalse();

        paths.set(0, dialling(path, null));
        assertThat(balances()).as("the pod").isTrue();

        paths.set(0, dialling(path, new Service("headless", List.of(), 80)));
        assertThat(balances()).as("a Service without an address").isTrue();
    }

    private static ProbePath dialling(ProbePath path, @Nullable Service service) {
        return new ProbePath(
                path.id(),
                path.name(),
                path.expect(),
                path.client(),
                path.server(),
                service,
                path.waypoint(),
                path.canary(),
                path.outcome(),
                null);
    }

    @Test
    void countsAStreamOnceThatATranslationShowsTwice() {
        paths.add(with(path("0001"), canary(2, CANARY), outcome(2, 2, VIP)));
        bothSee(carrying(direct(), CANARY), carrying(direct().translatedTo("10.0.2.3"), CANARY));
        ProbePath two = paths.getFirst();
        paths.set(
                0,
                new ProbePath(
                        two.id(),
                        two.name(),
                        two.expect(),
                        two.client(),
                        new Server("b", "server", "n2", ips(SERVER, "10.0.2.3"), 8080, true),
                        two.service(),
                        null,
                        two.canary(),
                        two.outcome(),
                        null));

        assertThat(account().request().captured()).isEqualTo(CANARY);
        assertThat(balances()).isFalse();

        seen.clear();
        bothSee(carrying(direct(), CANARY), carrying(between(CLIENT, "10.0.2.3"), CANARY));
        assertThat(balances()).as("two streams").isTrue();
    }

    /** Of ports that served so many connections that the first one was forgotten when its copies came. */
    @Test
    void countsAStreamOnceThatTwoTapsShowOneAfterTheOther() {
        paths.add(with(path("0001"), canary(2, CANARY), outcome(2, 2, VIP)));
        bothSee(carrying(direct(), CANARY), carrying(direct(), CANARY - 1));
        assertThat(account().request().captured()).isEqualTo(CANARY);
        assertThat(balances()).isFalse();

        seen.clear();
        bothSee(carrying(direct(), CANARY), carrying(direct().from(40_001).translatedFrom(40_000), CANARY));
        assertThat(balances()).as("two streams between the same ports").isTrue();
    }

    @Test
    void countsTheViewOfATranslationOfWhichMoreWasCaptured() {
        ProbePath path = path("0001");
        paths.add(new ProbePath(
                path.id(),
                path.name(),
                path.expect(),
                path.client(),
                new Server("b", "server", "n2", ips(SERVER, "10.0.2.3"), 8080, true),
                path.service(),
                null,
                path.canary(),
                path.outcome(),
                null));
        Wire translated = direct().translatedTo("10.0.2.3");
        bothSee(carrying(direct(), CANARY), carrying(translated, CANARY - 1));
        assertThat(balances()).isTrue();

        seen.clear();
        bothSee(carrying(direct(), CANARY - 1), carrying(translated, CANARY));
        assertThat(balances()).isTrue();

        seen.clear();
        sees("n1", carrying(direct(), CANARY - 1));
        sees("n2", carrying(direct(), CANARY), carrying(translated, CANARY));
        assertThat(balances()).as("another node's view").isFalse();
    }

    @Test
    void knowsATranslationOfOneDirectionByTheClientsPort() {
        Connection one = direct().response(acknowledged(null)).on("n1");
        Wire other = direct().translatedTo("10.0.2.3").response(acknowledged(null));

        assertThat(other.on("n1").showsStreamOf(one)).isTrue();
        assertThat(other.translatedFrom(40_001).on("n1").showsStreamOf(one)).isFalse();
        assertThat(other.request(half -> NOTHING).on("n1").showsStreamOf(one)).isFalse();
    }

    /** Or, from another port, by what the other direction says of it. */
    @Test
    void knowsATranslationOfOneDirectionByWhatWasAcknowledged() {
        Connection one = direct().response(acknowledged(5000)).on("n1");
        Wire other = direct().translatedTo("10.0.2.3").translatedFrom(40_001);

        assertThat(other.response(acknowledged(5000)).on("n1").showsStreamOf(one))
                .isTrue();
        assertThat(other.response(acknowledged(5000 + (1 << 20))).on("n1").showsStreamOf(one))
                .isFalse();
        assertThat(other.response(acknowledged(5000))
                        .request(half -> NOTHING)
                        .on("n1")
                        .showsStreamOf(one))
                .isFalse();
        assertThat(direct().translatedFrom(40_001)
                        .response(acknowledged(5000))
                        .on("n1")
                        .showsStreamOf(direct().request(acknowledged(5000)).on("n1")))
                .isFalse();
    }

    /** Of this direction nothing was captured but, perhaps, what the other one acknowledged. */
    private static UnaryOperator<Half> acknowledged(@Nullable Integer number) {
        return ignored -> new Half(0, 0, 0, 0, 0, false, number, 0, new Framing.Empty());
    }

    @Test
    void knowsATranslationOfBothDirectionsByTheirNumbers() {
        Connection one = direct().on("n1");
        Wire other = direct().translatedTo("10.0.2.3").translatedFrom(40_001);
        int first = one.fromClient().firstSequence();
        long bytes = one.fromClient().payloadBytes();

        assertThat(other.on("n1").showsStreamOf(one)).isTrue();
        assertThat(other.request(numbered(first + (int) bytes - 1)).on("n1").showsStreamOf(one))
                .isTrue();
        assertThat(other.request(numbered(first - (int) bytes + 1)).on("n1").showsStreamOf(one))
                .isTrue();
        assertThat(other.request(numbered(first + (int) bytes)).on("n1").showsStreamOf(one))
                .isFalse();
        assertThat(other.request(numbered(first - (int) bytes)).on("n1").showsStreamOf(one))
                .isFalse();
        assertThat(direct().old().on("n1").showsStreamOf(one)).as("once more").isTrue();
        assertThat(direct().from(40_001).translatedFrom(40_000).on("n1").showsStreamOf(one))
                .as("a later one between the same ports")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, false, MISSING",
        "1, 1, 0, false, MISSING",
        "0, 0, 1, false, STRAY",
        "0, 0, 0, true, CONTRADICTED"
    })
    void passesOverNoGap(long missing, long cut, long stray, boolean contradicted, Gap.Kind kind) {
        paths.add(path("0001"));
        Wire flawed = carrying(direct(), CANARY).request(flaws(missing, cut, stray, contradicted));
        sees("n1", flawed);
        sees("n2", carrying(direct(), CANARY));
        assertThat(balances()).isFalse();
        assertThat(account().request().gaps()).extracting(Gap::kind).containsExactly(kind);

        seen.clear();
        sees("n1", carrying(direct(), CANARY));
        sees("n2", flawed);
        assertThat(balances()).as("what another node did not capture is no gap").isTrue();
    }

    @Test
    void knowsNothingOfBytesThatNobodyCanAlign() {
        paths.add(path("0001"));
        bothSee(
                carrying(direct(), CANARY),
                direct().from(40_001)
                        .old()
                        .request(framing(new Framing.Unaligned(30)))
                        .response(framing(new Framing.Empty())));

        assertThat(balances()).isFalse();
        assertThat(account().request().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.UNALIGNED);
    }

    @Test
    void takesBytesThatAreNoTlsForAGap() {
        paths.add(path("0001"));
        bothSee(
                carrying(direct(), CANARY),
                direct().from(40_001).old().request(framing(new Framing.NotTls("SSH", 1, "SSH-", 0))));

        assertThat(account().request().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.NOT_TLS);
        assertThat(balances()).isFalse();
    }

    @Test
    void wantsBothHellosOfWhatBeganWithinTheCapture() {
        paths.add(path("0001"));
        Wire whole = carrying(direct(), CANARY);
        bothSee(whole.hellos(null, whole.serverHello()));
        assertThat(balances()).isFalse();

        seen.clear();
        bothSee(whole.hellos(whole.clientHello(), null));
        assertThat(balances()).isFalse();

        seen.clear();
        sees("n1", whole.hellos(whole.clientHello(), null));
        sees("n2", whole.hellos(null, whole.serverHello()));
        assertThat(balances()).as("each where its pod is").isTrue();

        bothSee(direct().from(40_001).hellos(null, null).both(half -> NOTHING));
        assertThat(balances()).as("one that carried nothing").isTrue();
    }

    /** What one said is nothing of the other. */
    @Test
    void wantsBothHellosOfEachConnectionBetweenTheSamePorts() {
        paths.add(path("0001"));
        Wire whole = carrying(direct(), CANARY);
        Wire later = carrying(direct().from(40_001).translatedFrom(40_000), CANARY);
        bothSee(whole, later);
        assertThat(balances()).isTrue();

        seen.clear();
        bothSee(whole, later.hellos(null, null));
        assertThat(balances()).isFalse();
        assertThat(account().request().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.HELLO_UNSEEN);

        seen.clear();
        sees("n1", whole, later.hellos(null, null));
        sees("n2", whole, later);
        assertThat(balances()).as("the other node read them").isTrue();
    }

    @Test
    void takesTheHandshakeOffThatTls13Hides() {
        paths.add(path("0001"));
        bothSee(direct().both(record(CANARY + TAKEN - 3 * (FIRST - TAKEN))));

        assertThat(balances()).isFalse();
        assertThat(account().request().captured()).isEqualTo(CANARY - 3 * (FIRST - TAKEN));
    }

    @ParameterizedTest
    @CsvSource({"0x009C, 24", "0xC02F, 24", "0xC030, 24", "0xCCA8, 16", "0xCCAE, 16"})
    void takesTheOverheadOfASuiteOff(String suite, int overhead) {
        paths.add(path("0001"));
        int first = 3 * (FIRST - overhead - 9);
        bothSee(direct().suite(Integer.decode(suite)).both(record(CANARY - first + overhead + 9)));
        assertThat(balances()).isTrue();

        seen.clear();
        bothSee(direct().suite(Integer.decode(suite)).both(record(CANARY - first + overhead + 8)));
        assertThat(balances()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0xC013", "0xC028", "0xC0A0", "0xCCA7", "0xCCAF", "0x009B", "0xC02A", "0xC033"})
    void cannotTellHowMuchRecordsOfOtherSuitesHold(String suite) {
        paths.add(path("0001"));
        bothSee(carrying(direct().suite(Integer.decode(suite)), CANARY));

        assertThat(balances()).isFalse();
        assertThat(account().request().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.OVERHEAD_UNKNOWN);
    }

    @Test
    void asksForNoOverheadOfASuiteThatEncryptedNothing() {
        paths.add(path("0001"));
        Wire idle = direct().from(40_001).suite(0xC013).both(framing(new Framing.Tls(true, 5, ApplicationData.NONE)));
        bothSee(carrying(direct(), CANARY), idle);

        assertThat(balances()).isTrue();
    }

    @Test
    void countsTheFirstRecordsOfAnOldConnectionAsAnythingElse() {
        paths.add(path("0001"));
        bothSee(direct().old().both(record(CANARY + 16 + 9)));

        LegAccount.Sum sum = account().request();
        long first = 3 * (FIRST - 16 - 9);
        assertThat(sum.captured()).isEqualTo(CANARY + first);
        assertThat(sum.others()).isEqualTo(512 + first + 8 * 4);
        assertThat(balances()).isTrue();
    }

    @Test
    void knowsTheSuiteOfAnOldConnectionFromTheOtherNode() {
        paths.add(path("0001"));
        Wire old = carrying(direct().old(), CANARY);
        sees("n1", old);
        sees("n2", old.hellos(null, direct().serverHello()));

        assertThat(account().request().others()).isEqualTo(512 + 3 * (FIRST - TAKEN));
    }

    @Test
    void countsSmallRecordsAsAnythingElse() {
        paths.add(path("0001"));
        bothSee(carrying(direct(), CANARY).both(small(100, 34)));

        assertThat(account().request().others()).isEqualTo(512 + 100 * (34 - TAKEN));
        assertThat(balances()).isTrue();

        bothSee(direct().from(40_001).both(small(200, TAKEN + 64)));
        assertThat(balances()).as("as much as a canary").isFalse();
    }

    @Test
    void isSummedOverAllPathsThatCanShareAConnection() {
        paths.add(path("0001"));
        paths.add(with(path("0002"), canary(1, CANARY), outcome(1, 1, "fd00::96")));
        bothSee(carrying(direct(), CANARY));
        assertThat(balances()).as("another family").isFalse();

        bothSee(carrying(between(CLIENT_V6, SERVER_V6).from(40_001), CANARY));
        assertThat(balances()).isTrue();

        paths.add(to(path("0003"), "n2", OTHER_SERVER));
        assertThat(balances()).as("another pod").isTrue();

        ProbePath plain = path("0004");
        paths.add(new ProbePath(
                plain.id(),
                plain.name(),
                Expectation.PLAINTEXT,
                plain.client(),
                plain.server(),
                plain.service(),
                null,
                plain.canary(),
                plain.outcome(),
                null));
        assertThat(balances()).as("one in the clear, as declared").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 513, true", "1, 512, false", "4, 2049, true", "4, 2048, false"})
    void wouldNoticeOneMissing(int connections, int bytes, boolean noticed) {
        paths.add(with(path("0001"), canary(connections, bytes), outcome(connections, connections, VIP)));
        bothSee(carrying(direct(), connections * bytes));

        assertThat(balances()).isEqualTo(noticed);
    }

    @Test
    void holdsTheSmallestCanaryOfAllAgainstTheRest() {
        paths.add(path("0001"));
        paths.add(with(path("0002"), canary(1, 1024), outcome(1, 1, VIP)));
        bothSee(carrying(direct(), CANARY + 1024));
        assertThat(balances()).isFalse();

        paths.set(1, with(path("0002"), canary(1, 1025), outcome(1, 1, VIP)));
        bothSee(carrying(direct().from(40_001), 1));
        assertThat(balances()).isTrue();
    }

    @Test
    void countsEachPolicyPortTriedAsAStream() {
        paths.add(with(path("0001"), canary(1, 1664), new CanaryOutcome(1, 1, ips(VIP), false, true)));
        bothSee(carrying(direct(), 1664));
        assertThat(account().request().others()).isEqualTo(3 * 512 + 2 * 64);
        assertThat(balances()).isFalse();

        paths.set(0, with(path("0001"), canary(1, 1664), new CanaryOutcome(1, 1, ips(VIP), null, true)));
        assertThat(account().request().others()).isEqualTo(2 * 512 + 64);
        assertThat(balances()).isTrue();
    }

    @Test
    void countsCanariesThatWereOpenedAndNotDelivered() {
        paths.add(with(path("0001"), canary(4, CANARY), outcome(3, 2, VIP)));
        bothSee(carrying(direct(), 2 * CANARY));

        assertThat(account().request().others()).isEqualTo(4 * 512 + CANARY);
        assertThat(balances()).isFalse();
    }

    @Test
    void countsCanariesThatWereNeverReported() {
        paths.add(path("0001"));
        paths.add(path("0002").withoutOutcome());
        bothSee(carrying(direct(), CANARY));
        assertThat(account().request().others()).isEqualTo(2 * 512 + CANARY);
        assertThat(balances()).isFalse();

        policies = true;
        assertThat(account().request().others())
                .as("it may have tried both ports")
                .isEqualTo(4 * 512 + 2 * 64 + CANARY);
    }

    @Test
    void isTheSumOverAllPodsOfAWaypoint() {
        paths.add(through(with(path("0001"), canary(2, CANARY), outcome(2, 2, VIP)), WAYPOINT, SECOND_WAYPOINT));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY), carrying(between(CLIENT, SECOND_WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY), carrying(between(SECOND_WAYPOINT, SERVER), CANARY));
        assertThat(balances()).isTrue();
        assertThat(account().request().others()).isEqualTo(2 * 640);

        seen.clear();
        sees("n1", carrying(between(CLIENT, WAYPOINT), 2 * CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).as("the other side by itself").isFalse();
    }

    /** A waypoint dials as it likes, whatever its client did. */
    @Test
    void countsTheLegsOfAWaypointInAnyFamily() {
        paths.add(through(path("0001"), "fd00:9::1"));
        sees("n1", carrying(between(CLIENT_V6, "fd00:9::1"), CANARY));
        sees("n2", carrying(between("fd00:9::1", SERVER_V6), CANARY));

        assertThat(balances()).isTrue();
    }

    @Test
    void addsTheDirectLegToBothSidesOfAWaypoint() {
        paths.add(through(with(path("0001"), canary(2, CANARY), outcome(2, 2, VIP)), WAYPOINT));
        bothSee(carrying(direct(), CANARY));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));

        assertThat(balances()).isTrue();
    }

    @Test
    void asksOfTheDirectLegNothingThatWentThroughAWaypoint() {
        paths.add(path("0001"));
        paths.add(through(path("0002"), WAYPOINT));
        bothSee(carrying(direct(), CANARY));
        assertThat(balances()).isFalse();

        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).isTrue();
    }

    @Test
    void asksBothSidesOfAWaypointForWhatTheDirectLegDidNotCarry() {
        paths.add(path("0001"));
        paths.add(through(path("0002"), WAYPOINT));
        bothSee(carrying(direct(), CANARY));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        assertThat(balances()).as("the server's side").isFalse();

        seen.clear();
        bothSee(carrying(direct(), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).as("the client's side").isFalse();
    }

    @Test
    void asksNothingForPathsThatShareNoPodAndNoWaypoint() {
        paths.add(through(path("0001"), WAYPOINT));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));

        paths.add(through(to(path("0002"), "n3", OTHER_SERVER), SECOND_WAYPOINT));
        assertThat(balances()).as("of its client to elsewhere").isTrue();
        paths.set(1, to(path("0002"), "n3", OTHER_SERVER));
        assertThat(balances()).as("of its client to elsewhere, directly").isTrue();
        paths.set(1, through(from(path("0002"), "n3", "10.0.3.9"), SECOND_WAYPOINT));
        assertThat(balances()).as("of its server from elsewhere").isTrue();
        paths.set(1, from(path("0002"), "n3", "10.0.3.9"));
        assertThat(balances()).as("of its server from elsewhere, directly").isTrue();
    }

    @Test
    void accountsWhatAWaypointSendsAtTheOtherEnd() {
        paths.add(through(path("0001"), WAYPOINT));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(evidence().accounts())
                .extracting(
                        account -> account.request().nodes(),
                        account -> account.response().nodes())
                .containsExactly(tuple(List.of("n1"), List.of("n1")), tuple(List.of("n2"), List.of("n2")));

        seen.clear();
        sees("n2", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n1", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).as("seen elsewhere").isFalse();
    }

    @Test
    void countsOtherServersBehindTheSameWaypoint() {
        paths.add(through(path("0001"), WAYPOINT));
        paths.add(through(to(path("0002"), "n3", OTHER_SERVER), WAYPOINT));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).isFalse();

        seen.clear();
        sees("n1", carrying(between(CLIENT, WAYPOINT), 2 * CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).isTrue();
    }

    @Test
    void countsOtherClientsOfTheSameWaypoint() {
        paths.add(through(path("0001"), WAYPOINT));
        paths.add(through(from(path("0002"), "n3", "10.0.3.9"), WAYPOINT));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY));
        sees("n2", carrying(between(WAYPOINT, SERVER), CANARY));
        assertThat(balances()).isFalse();

        sees("n2", carrying(between(WAYPOINT, SERVER).from(40_001), CANARY));
        assertThat(balances()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void owesWhatWasDeliveredAlsoWhereThePlanKnowsNoAddress(String pod) {
        ProbePath known = through(path("0001"), WAYPOINT);
        Client client = known.client();
        Server server = known.server();
        paths.add(new ProbePath(
                known.id(),
                known.name(),
                known.expect(),
                new Client("a", "client", "n1", pod.equals("client") ? List.of() : client.ips(), true),
                new Server("b", "server", "n1", pod.equals("server") ? List.of() : server.ips(), 8080, true),
                known.service(),
                known.waypoint(),
                known.canary(),
                known.outcome(),
                null));
        sees("n1", carrying(between(CLIENT, WAYPOINT), CANARY), carrying(between(WAYPOINT, SERVER), CANARY));

        assertThat(balances()).isFalse();
    }

    @Test
    void tellsWhatTheDirectLegCarriedBesides() {
        paths.add(through(path("0001"), WAYPOINT));
        paths.add(path("0002"));
        bothSee(carrying(direct(), CANARY + 512));
        assertThat(evidence().directSurplus().request()).isZero();

        bothSee(carrying(direct().from(40_001), 700).both(small(10, 34)));
        assertThat(evidence().directSurplus().request())
                .as("no frame of no stream")
                .isEqualTo(700);
        assertThat(evidence().directSurplus().response()).isEqualTo(700);
    }
}
